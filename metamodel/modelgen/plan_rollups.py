"""From a pre-aggregation of the document to a rollup with a constant build range."""

from metamodel.model.partitions import Extent
from metamodel.model.pre_aggregation import PreAggregation
from metamodel.model.references import split_member
from metamodel.modelgen.cube_plan import IndexPlan, RollupPlan, Sql
from metamodel.modelgen.expressions import Translator


def rollup(words: Translator, item: PreAggregation, extent: Extent) -> RollupPlan:
    """The rollup; a partitioned one is built for the extent, whatever the data say."""

    def members(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(words.member(split_member(name)) for name in names)

    partitioned = item.partition is not None
    return RollupPlan(
        name=item.name,
        measures=members(item.measures),
        dimensions=members(item.dimensions),
        segments=members(item.segments),
        time_dimension=members((item.time.dimension,))[0] if item.time else None,
        granularity=item.time.granularity.value if item.time else None,
        partition=item.partition.value if item.partition else None,
        build_range_start=Sql(f"SELECT DATE '{extent.start}'") if partitioned else None,
        # The last moment: a date alone would cut the last day short.
        build_range_end=(
            Sql(f"SELECT TIMESTAMP '{extent.end} 23:59:59.999'") if partitioned else None
        ),
        indexes=tuple(IndexPlan(one.name, members(one.columns)) for one in item.indexes),
    )
