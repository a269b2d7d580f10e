"""Rollups: what is kept ready so that queries need not look at every row."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from metamodel.model.intervals import Every, UpdateWindow
from metamodel.model.part import Part
from metamodel.model.partitions import Granularity
from metamodel.model.texts import Expression, Identifier, Text


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


class PreAggregationType(StrEnum):
    """What is kept: aggregates, the rows as they are, or other rollups joined or chained."""

    ROLLUP = "rollup"
    ORIGINAL_SQL = "original_sql"
    ROLLUP_JOIN = "rollup_join"
    ROLLUP_LAMBDA = "rollup_lambda"


class RollupTime(Part):
    """The time dimension of a rollup and its grain: one of Cube's, or the dimension's own."""

    dimension: Text
    granularity: Identifier

    @property
    def standard(self) -> TimeGranularity | None:
        """The grain if it is one of Cube's own."""
        known = self.granularity in TimeGranularity.__members__.values()
        return TimeGranularity(self.granularity) if known else None


class IndexType(StrEnum):
    """What an index is for."""

    REGULAR = "regular"
    AGGREGATE = "aggregate"


class RollupIndex(Part):
    """An index over a rollup's table."""

    name: Text
    columns: tuple[Text, ...] = Field(min_length=1)
    type: IndexType | None = None


class RollupRefresh(Part):
    """When Cube itself would build a rollup anew; builds on events need none of it."""

    every: Every | None = None
    timezone: Text | None = None
    sql: Expression | None = None
    incremental: bool | None = None
    update_window: UpdateWindow | None = None

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if self.every is None and self.sql is None:
            raise ValueError("`every` or `sql` is needed")
        if self.sql and (self.timezone or self.incremental or self.update_window):
            raise ValueError("`sql` goes with `every` alone")
        return self


class OutputColumn(Part):
    """The type of a column that a source without types gives."""

    member: Text
    type: Text


class StreamOffset(StrEnum):
    """Where a streaming source is read from."""

    EARLIEST = "earliest"
    LATEST = "latest"


class PreAggregation(Part):
    """One rollup; members are `name` of this entity or `entity.name` of one it joins to."""

    id: Text | None = None
    name: Text
    type: PreAggregationType = PreAggregationType.ROLLUP
    description: Text | None = None
    measures: tuple[Text, ...] = ()
    dimensions: tuple[Text, ...] = ()
    segments: tuple[Text, ...] = ()
    time: RollupTime | None = None
    times: tuple[RollupTime, ...] = ()  # several time dimensions; none of them partitions
    partition: Granularity | None = None
    rollups: tuple[Text, ...] = ()  # of a join or a chain: `name` or `entity.name`
    union_with_source: bool | None = None  # of a chain: what no rollup holds yet
    indexes: tuple[RollupIndex, ...] = ()
    refresh: RollupRefresh | None = None
    scheduled_refresh: bool = False
    external: bool = False
    sql_alias: Identifier | None = None
    unique_key_columns: tuple[Text, ...] = ()
    allow_non_strict_date_range_match: bool | None = None
    use_original_sql: bool | None = None
    read_only: bool | None = None
    stream_offset: StreamOffset | None = None
    output_column_types: tuple[OutputColumn, ...] = Field(default=())

    @property
    def built(self) -> bool:
        """Is it a table of aggregates that events have built?"""
        return self.type is PreAggregationType.ROLLUP

    @model_validator(mode="after")
    def _keys_go_with_type(self) -> Self:
        combined = self.type in {PreAggregationType.ROLLUP_JOIN, PreAggregationType.ROLLUP_LAMBDA}
        if bool(self.rollups) != combined:
            raise ValueError("`rollups` are named by `rollup_join` and `rollup_lambda`")
        members = bool(self.measures or self.dimensions or self.segments)
        if self.type is PreAggregationType.ORIGINAL_SQL and members:
            raise ValueError("`original_sql` keeps rows, it has no members")
        if self.union_with_source and self.type is not PreAggregationType.ROLLUP_LAMBDA:
            raise ValueError("`unionWithSource` goes with `rollup_lambda`")
        if self.time and self.times:
            raise ValueError("a rollup has `time` or `times`, not both")
        return self
