"""Logs in memory, of which only offsets and timestamps are known."""

from collections.abc import Collection, Mapping

from orchestration.ports.consumer_group import Place
from orchestration.ports.event_source import EventSourceUnavailable
from orchestration.ports.log_offsets import NEWEST, Extent, Found


class FakeLogOffsets:
    """`records` holds what is still there; `high` where the log ends, `low` where it begins."""

    def __init__(self) -> None:
        self.records: dict[Place, list[Found]] = {}
        self.low: dict[Place, int] = {}
        self.high: dict[Place, int] = {}
        self.asked = 0
        self.down = False

    def append(self, place: Place, timestamp_ms: int) -> None:
        """One more record."""
        offset = self.high.get(place, 0)
        self.records.setdefault(place, []).append(Found(offset, timestamp_ms))
        self.high[place] = offset + 1

    def extents(self, topics: Collection[str]) -> Mapping[Place, Extent]:
        self._look()
        return {
            place: Extent(self.low.get(place, 0), high)
            for place, high in self.high.items()
            if place.topic in topics
        }

    def at(self, moments: Mapping[Place, int]) -> Mapping[Place, Found]:
        self._look()
        found = {place: self._first(place, moment) for place, moment in moments.items()}
        return {place: item for place, item in found.items() if item is not None}

    def _first(self, place: Place, moment: int) -> Found | None:
        records = self.records.get(place, [])
        if moment == NEWEST:
            return max(records, key=lambda item: item.timestamp_ms, default=None)
        return next((item for item in records if item.timestamp_ms >= moment), None)

    def _look(self) -> None:
        self.asked += 1
        if self.down:
            raise EventSourceUnavailable("offsets")
