"""What the ledger says of events taken in: each exactly once, whatever was killed meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Sql = Callable[..., list[tuple[Any, ...]]]

_SUMS = """
SELECT coalesce(sum(events), 0), coalesce(sum(to_offset - from_offset), 0)
FROM rampart.refresh_intake WHERE topic = %s AND kind = 'TAKEN'
"""
_DOUBLED = """
SELECT a.epoch, a.partition, a.from_offset, a.to_offset, b.from_offset, b.to_offset
FROM rampart.refresh_intake a JOIN rampart.refresh_intake b
ON (a.topic, a.epoch, a.partition) = (b.topic, b.epoch, b.partition) AND a.id < b.id
AND a.from_offset < b.to_offset AND b.from_offset < a.to_offset
"""
_ROWS = """
SELECT epoch, partition, from_offset, to_offset, kind, events FROM rampart.refresh_intake
WHERE topic = %s AND id > %s ORDER BY id
"""
_NEWEST = "SELECT coalesce(max(id), 0) FROM rampart.refresh_intake"


@dataclass(frozen=True, slots=True, order=True)
class Taken:
    """How many events, and how many offsets, were ever taken in."""

    events: int
    offsets: int

    def plus(self, events: int) -> "Taken":
        """After so many more; each event has one offset."""
        return Taken(self.events + events, self.offsets + events)


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """One row of `refresh_intake`."""

    epoch: str
    partition: int
    start: int
    end: int | None
    kind: str
    events: int


class Intakes:
    """The table `refresh_intake`, of one topic."""

    def __init__(self, sql: Sql, topic: str) -> None:
        self._sql, self._topic = sql, topic

    def taken(self) -> Taken:
        """The sums over all epochs."""
        events, offsets = self._sql(_SUMS, self._topic)[0]
        return Taken(int(events), int(offsets))

    def doubled(self) -> list[tuple[Any, ...]]:
        """Ranges of one epoch that overlap; there may never be any."""
        return self._sql(_DOUBLED)

    def newest_id(self) -> int:
        """A mark for `since`."""
        return int(self._sql(_NEWEST)[0][0])

    def since(self, mark: int) -> list[IntakeRow]:
        """Rows written after a mark, oldest first."""
        return [IntakeRow(*row) for row in self._sql(_ROWS, self._topic, mark)]
