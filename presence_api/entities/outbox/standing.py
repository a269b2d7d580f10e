"""How a relay stands: written by its thread, read by probes and metrics."""

from collections import Counter
from dataclasses import dataclass, field

from presence_api.ports.outbox import Backlog


@dataclass(slots=True)
class Standing:
    """Counts since the start, and what was last seen. Each field is replaced, never half written.

    `fault` is why the relay does not relay now; empty: it does, or has nothing to do.
    """

    relayed: Counter[str] = field(default_factory=Counter)  # rows by topic
    failures: Counter[str] = field(default_factory=Counter)  # by error code
    parked: Counter[str] = field(default_factory=Counter)  # rows by topic
    shards: frozenset[int] = frozenset()
    backlog: Backlog | None = None
    fault: str = "not connected yet"
