"""Rollups: aggregates that Cube computes ahead and keeps in tables."""

from enum import StrEnum

from metamodel.model.attribute import Text
from metamodel.model.part import Part
from metamodel.model.partitions import Granularity


class TimeGranularity(StrEnum):
    """How finely a rollup keeps time."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def rank(self) -> int:
        """Coarser is larger."""
        return list(TimeGranularity).index(self)


class RollupTime(Part):
    """The time dimension of a rollup and its grain."""

    dimension: Text
    granularity: TimeGranularity


class RollupIndex(Part):
    """An index over a rollup's table."""

    name: Text
    columns: tuple[Text, ...]


class PreAggregation(Part):
    """One rollup; members are `name` of this entity or `entity.name` of one it joins to."""

    name: Text
    measures: tuple[Text, ...] = ()
    dimensions: tuple[Text, ...] = ()
    segments: tuple[Text, ...] = ()
    time: RollupTime | None = None
    partition: Granularity | None = None
    indexes: tuple[RollupIndex, ...] = ()
    description: Text | None = None
