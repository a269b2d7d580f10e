"""What a report has to know of the rollups it may be answered from."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar, Protocol

from metamodel.kernel.errors import RampartError
from metamodel.model.freshness import Freshness, worst
from metamodel.model.partitions import Extent
from metamodel.modelgen.rollup import Rollup


class LedgerUnavailable(RampartError):
    """The build ledger cannot be read, or could not be in time."""

    code: ClassVar[str] = "RPT-207"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Look whether Postgres runs; until then only kept answers are shown."


@dataclass(frozen=True, slots=True)
class PartitionReading:
    """One partition as the build ledger has it."""

    data_epoch: int | None  # None: it has no table that queries may be answered from
    dirty: bool = False  # wanted after its last build began
    building: bool = False  # an attempt holds a live lease

    @property
    def servable(self) -> bool:
        """May queries be answered from it?"""
        return self.data_epoch is not None

    @property
    def freshness(self) -> Freshness:
        """Of a report that has its rows."""
        if self.building:
            return Freshness.BUILDING
        return Freshness.STALE if self.dirty else Freshness.READY


_UNBUILT = PartitionReading(None, dirty=True)  # the ledger does not even know it


@dataclass(frozen=True, slots=True)
class RangeReading:
    """What one rollup has of the days that a report asks for."""

    covered: bool  # every row of these days is in a servable partition
    epoch: int  # of the last build of a partition they touch; 0: none yet
    freshness: Freshness  # of several partitions the worst counts


Ranges = tuple[Extent, ...]
"""Days that a report asks for, by the time a rollup is partitioned by; empty: all there are."""


def touched_ids(rollup: Rollup, ranges: Ranges) -> Sequence[str]:
    """Ids of the partitions that hold any moment of these days; some twice if days overlap.

    As `Rollup.partition_ids`, which takes tens of milliseconds for thousands of days.
    """
    everything = _all_ids(rollup)
    if not ranges or rollup.partition is None:
        return everything
    inside = [
        clipped for days in ranges if (clipped := rollup.extent.clipped(days.start, days.end))
    ]
    return [one for days in inside for one in _between(rollup, everything, days)]


def _between(rollup: Rollup, everything: Sequence[str], days: Extent) -> Sequence[str]:
    first = rollup.partition_ids(days.start, days.start)[0]
    last = rollup.partition_ids(days.end, days.end)[-1]
    return everything[bisect_left(everything, first) : bisect_right(everything, last)]


@lru_cache(maxsize=256)
def _all_ids(rollup: Rollup) -> tuple[str, ...]:
    return rollup.partition_ids()  # in the order of time, which is that of their text


@dataclass(frozen=True, slots=True)
class RollupReading:
    """One rollup and its partitions, by their ids.

    Partitions of one rollup are committed one after the other, under its lock: the highest epoch
    is the newest.
    """

    rollup: Rollup
    partitions: Mapping[str, PartitionReading]
    rows_outside: bool = False  # rows beyond its extent were seen
    _known: dict[Ranges, RangeReading] = field(default_factory=dict, compare=False, repr=False)

    @property
    def newest_epoch(self) -> int:
        """Of its last build; 0: none yet."""
        return _newest(self.partitions.values())

    def over(self, ranges: Ranges) -> RangeReading:
        """What it has of these days; found out once, for many ask the same of one reading."""
        found = self._known.get(ranges)
        if found is None:
            found = self._known[ranges] = self._read(ranges)
        return found

    def _read(self, ranges: Ranges) -> RangeReading:
        touched = [self.partitions.get(one, _UNBUILT) for one in touched_ids(self.rollup, ranges)]
        return RangeReading(
            covered=self._reaches(ranges) and all(one.servable for one in touched),
            epoch=_newest(touched),
            freshness=worst({one.freshness for one in touched}),
        )

    def _reaches(self, ranges: Ranges) -> bool:
        """Does it have a partition for each of these days?"""
        extent = self.rollup.extent
        if not ranges:
            return not self.rows_outside
        return all(extent.covers(days.start) and extent.covers(days.end) for days in ranges)


@dataclass(frozen=True, slots=True)
class LedgerReading:
    """All rollups of the cubes that a report asks, read in one go, by `cube.name`."""

    rollups: Mapping[str, RollupReading]

    def behind(self, least: Mapping[str, int]) -> bool:
        """Has somebody heard of a build that is not in it?"""
        return any(
            self.rollups[path].newest_epoch < epoch
            for path, epoch in least.items()
            if path in self.rollups
        )


class LedgerReadings(Protocol):
    """Reads the build ledger."""

    async def read(self, rollups: Collection[Rollup]) -> LedgerReading:
        """Everything that is known of these at one moment. Raises LedgerUnavailable."""
        ...


def _newest(partitions: Iterable[PartitionReading]) -> int:
    return max((one.data_epoch or 0 for one in partitions), default=0)
