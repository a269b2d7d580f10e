"""Does a group move on? Remembers where it stood, and since when."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orchestration.ports.consumer_group import Place


@dataclass(slots=True)
class Progress:
    """One memory for all groups; a position that is seen for the first time is new."""

    _since: dict[tuple[str, Place], tuple[int, float]] = field(default_factory=dict)

    def stalled_s(
        self, group: str, positions: Mapping[Place, int], ends: Mapping[Place, int], now_s: float
    ) -> Mapping[Place, float]:
        """Seconds for which a position has not moved although something lay behind it; else 0.

        The log need not grow meanwhile: a group that is stuck on the last record is stuck.
        """
        stalled: dict[Place, float] = {}
        for place, position in positions.items():
            at, since_s = self._since.get((group, place), (position, now_s))
            if at != position or position >= ends[place]:
                since_s = now_s
            self._since[group, place] = position, since_s
            stalled[place] = now_s - since_s
        return stalled
