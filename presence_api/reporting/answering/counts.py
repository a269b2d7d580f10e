"""What a process has done about reports, for its figures."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class ReportCounts:
    """Counted since the process started."""

    served: Counter[tuple[str, str]] = field(default_factory=Counter)  # by use and freshness
    upstream: Counter[str] = field(default_factory=Counter)  # polls of Cube, by how they ended
    collapsed: int = 0  # reports that joined a call that was under way
    refused: Counter[str] = field(default_factory=Counter)  # by the policy of the limit
    postponed: int = 0  # answered by 202
