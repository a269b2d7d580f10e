"""Pre-aggregations in Cube's words: a field is a key of the YAML, its default is left out."""

from msgspec.structs import replace

from metamodel.modelgen.plan_node import PlanNode
from metamodel.modelgen.sql import Sql, SqlBody

ROLLUP = "rollup"


class IndexPlan(PlanNode, frozen=True):
    """An index over a rollup's table."""

    name: str
    columns: tuple[str, ...]
    type: str | None = None


class RefreshKeyPlan(PlanNode, frozen=True):
    """When something is computed anew without being asked."""

    every: str | None = None
    timezone: str | None = None
    sql: Sql | None = None
    incremental: bool | None = None
    update_window: str | None = None
    immutable: bool | None = None


class RollupTimePlan(PlanNode, frozen=True):
    """One of several time dimensions."""

    dimension: str
    granularity: str


class OutputColumnPlan(PlanNode, frozen=True):
    """The type of a column."""

    member: str
    type: str


class RollupPlan(PlanNode, frozen=True):
    """A pre-aggregation; members are `cube.member`, also those of its own cube."""

    name: str
    type: str
    external: bool | None = None
    scheduled_refresh: bool | None = None
    refresh_key: RefreshKeyPlan | None = None
    sql_alias: str | None = None
    rollups: tuple[str, ...] = ()
    union_with_source_data: bool | None = None
    measures: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    time_dimension: str | None = None
    granularity: str | None = None
    time_dimensions: tuple[RollupTimePlan, ...] = ()
    partition_granularity: str | None = None
    build_range_start: SqlBody | None = None
    build_range_end: SqlBody | None = None
    allow_non_strict_date_range_match: bool | None = None
    unique_key_columns: tuple[str, ...] = ()
    use_original_sql_pre_aggregations: bool | None = None
    read_only: bool | None = None
    stream_offset: str | None = None
    output_column_types: tuple[OutputColumnPlan, ...] = ()
    indexes: tuple[IndexPlan, ...] = ()

    @property
    def built(self) -> bool:
        """Is it a table that events have built?"""
        return self.type == ROLLUP

    @property
    def members(self) -> tuple[str, ...]:
        """Every member it holds."""
        times = (self.time_dimension,) if self.time_dimension else ()
        several = tuple(item.dimension for item in self.time_dimensions)
        return (*self.measures, *self.dimensions, *self.segments, *times, *several)

    @property
    def content(self) -> "RollupPlan":
        """The same without what decides only when it is built."""
        return replace(self, refresh_key=None, scheduled_refresh=None)
