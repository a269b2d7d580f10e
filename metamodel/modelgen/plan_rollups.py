"""From a pre-aggregation of the document to a rollup with a constant build range."""

from datetime import timedelta
from functools import lru_cache

from metamodel.model.partitions import Extent, Granularity, partitions_touching
from metamodel.model.pre_aggregation import PreAggregation, PreAggregationType, RollupRefresh
from metamodel.model.references import split_member
from metamodel.modelgen.expressions import Translator
from metamodel.modelgen.rollup_plan import (
    IndexPlan,
    OutputColumnPlan,
    RefreshKeyPlan,
    RollupPlan,
    RollupTimePlan,
)
from metamodel.modelgen.sql import Sql, SqlBody

_BY_EVENTS = RefreshKeyPlan(every="1 day")
"""Cube wants a refresh key; what is built on events is not built by it."""


def rollups(
    words: Translator, items: tuple[PreAggregation, ...], extent: Extent
) -> tuple[RollupPlan, ...]:
    """All of an entity, chains first: Cube looks at them in order."""
    chained = [item for item in items if item.type is PreAggregationType.ROLLUP_LAMBDA]
    others = [item for item in items if item.type is not PreAggregationType.ROLLUP_LAMBDA]
    return tuple(rollup(words, item, extent) for item in (*chained, *others))


def rollup(words: Translator, item: PreAggregation, extent: Extent) -> RollupPlan:
    """The rollup; a partitioned one is built for the extent, whatever the data say."""
    bare = item.type is PreAggregationType.ROLLUP_LAMBDA  # has none of what decides about a build
    built = not bare
    start, end = _build_range(extent, item.partition) if item.partition else (None, None)
    return RollupPlan(
        name=item.name,
        type=item.type.value,
        external=item.external if built else None,
        scheduled_refresh=item.scheduled_refresh if built else None,
        refresh_key=_refresh(words, item.refresh) if built else None,
        sql_alias=item.sql_alias,
        rollups=words.members(item.rollups),
        union_with_source_data=item.union_with_source,
        measures=words.members(item.measures),
        dimensions=words.members(item.dimensions),
        segments=words.members(item.segments),
        time_dimension=words.member(split_member(item.time.dimension)) if item.time else None,
        granularity=_granularity(item),
        time_dimensions=tuple(
            RollupTimePlan(words.member(split_member(one.dimension)), one.granularity)
            for one in item.times
        ),
        partition_granularity=item.partition.value if item.partition else None,
        build_range_start=start,
        build_range_end=end,
        allow_non_strict_date_range_match=item.allow_non_strict_date_range_match,
        unique_key_columns=item.unique_key_columns,
        use_original_sql_pre_aggregations=item.use_original_sql,
        read_only=item.read_only,
        stream_offset=item.stream_offset.value if item.stream_offset else None,
        output_column_types=_columns(words, item),
        indexes=_indexes(words, item),
    )


def _columns(words: Translator, item: PreAggregation) -> tuple[OutputColumnPlan, ...]:
    return tuple(
        OutputColumnPlan(words.member(split_member(one.member)), one.type)
        for one in item.output_column_types
    )


def _indexes(words: Translator, item: PreAggregation) -> tuple[IndexPlan, ...]:
    return tuple(
        IndexPlan(one.name, words.members(one.columns), one.type.value if one.type else None)
        for one in item.indexes
    )


def _granularity(item: PreAggregation) -> str | None:
    """The grain, but for kept rows, which have none."""
    if item.time is None or item.type is PreAggregationType.ORIGINAL_SQL:
        return None
    return item.time.granularity


@lru_cache(maxsize=64)
def _build_range(extent: Extent, granularity: Granularity) -> tuple[SqlBody, SqlBody]:
    """From the first partition's first moment to the last one's last.

    Whole partitions, because a table's name tells its partition and not the range: two versions
    with different extents share it, and it must hold the same for both.
    """
    (first, *_) = partitions_touching(extent, granularity, extent.start, extent.start)
    (*_, final) = partitions_touching(extent, granularity, extent.end, extent.end)
    last = final.end - timedelta(milliseconds=1)
    start = f"SELECT TIMESTAMP '{first.start:%Y-%m-%d %H:%M:%S}'"
    end = f"SELECT TIMESTAMP '{last:%Y-%m-%d %H:%M:%S}.999'"
    return SqlBody(Sql(start)), SqlBody(Sql(end))


def _refresh(words: Translator, item: RollupRefresh | None) -> RefreshKeyPlan:
    if item is None:
        return _BY_EVENTS
    return RefreshKeyPlan(
        every=item.every,
        timezone=item.timezone,
        sql=Sql(words.text(item.sql)) if item.sql else None,
        incremental=item.incremental,
        update_window=item.update_window,
    )
