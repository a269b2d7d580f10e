"""Which partitions a range of time touches: one place knows, for builds and for reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from metamodel.model.grains import floor, shifted

WHOLE = "all"
"""Id of the only partition of a rollup that has no partition granularity."""


class Granularity(StrEnum):
    """Cube's partition granularities."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Extent:
    """The days a rollup is built for, both ends included; constant in every version of it."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"extent ends {self.end}, before it starts {self.start}")

    def clipped(self, start: date | None, end: date | None) -> "Extent | None":
        """The part of [start, end] inside this extent; an open side means to its edge."""
        first, last = max(start or self.start, self.start), min(end or self.end, self.end)
        return Extent(first, last) if first <= last else None

    def covers(self, day: date) -> bool:
        """Is `day` inside?"""
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Partition:
    """One stretch [start, end) of UTC time that Cube keeps in one table."""

    start: datetime
    end: datetime

    @property
    def id(self) -> str:
        """Its start as text: the day, and for hours the hour too."""
        if self.end - self.start < timedelta(days=1):
            return self.start.strftime("%Y-%m-%dT%H")
        return self.start.strftime("%Y-%m-%d")

    @property
    def last_day(self) -> date:
        """The last day that any of it falls on."""
        return (self.end - timedelta(milliseconds=1)).date()

    @property
    def date_range(self) -> tuple[str, str]:
        """Both ends as Cube's `dateRange` wants them: inclusive, to the millisecond."""
        last = self.end - timedelta(milliseconds=1)
        return (f"{self.start:%Y-%m-%dT%H:%M:%S}.000", f"{last:%Y-%m-%dT%H:%M:%S}.999")


def partitions(extent: Extent, granularity: Granularity) -> tuple[Partition, ...]:
    """Every partition of an extent in order; the first and last may reach beyond its ends."""
    return tuple(_walk(extent, granularity))


def partitions_touching(
    extent: Extent, granularity: Granularity, start: date | None, end: date | None
) -> tuple[Partition, ...]:
    """The partitions of `extent` that hold any moment of the days [start, end], both included.

    An open side reaches to the extent's edge; a range outside the extent touches nothing.
    """
    inside = extent.clipped(start, end)
    return partitions(inside, granularity) if inside else ()


def _walk(extent: Extent, granularity: Granularity) -> Iterator[Partition]:
    moment = floor(datetime.combine(extent.start, time(), UTC), granularity)
    stop = datetime.combine(extent.end, time(), UTC) + timedelta(days=1)
    while moment < stop:
        following = shifted(moment, granularity)
        yield Partition(moment, following)
        moment = following
