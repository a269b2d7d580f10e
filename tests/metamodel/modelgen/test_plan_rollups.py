from metamodel.modelgen.rollup_plan import RollupPlan
from tests.metamodel.modelgen.shop_model import planned
from tests.metamodel.shop import GONE, ORDER

ROLLUP = f"/entities/{ORDER}/preAggregations/0"


def by_day(edits: dict[str, object] | None = None) -> RollupPlan:
    return planned(edits).cube("orders").pre_aggregations[0]


def test_members_are_named_by_their_cube() -> None:
    rollup = by_day({f"{ROLLUP}/dimensions/-": "product.name"})
    assert rollup.measures == ("orders.count", "orders.revenue")
    assert rollup.dimensions == ("orders.status", "orders.tenant_id", "products.name")
    assert rollup.time_dimension == "orders.placed_on"


def built_for(rollup: RollupPlan) -> tuple[str, str]:
    assert rollup.build_range_start is not None
    assert rollup.build_range_end is not None
    return rollup.build_range_start.sql, rollup.build_range_end.sql


def test_the_build_range_is_the_extent_to_its_last_moment_and_no_query_over_data() -> None:
    assert built_for(by_day()) == (
        "SELECT TIMESTAMP '2024-01-01 00:00:00'",
        "SELECT TIMESTAMP '2026-12-31 23:59:59.999'",
    )


def test_every_partition_is_whole_because_versions_with_other_extents_share_its_table() -> None:
    other = by_day({"/defaults/extent": {"start": "2024-02-10", "end": "2026-11-03"}})
    assert built_for(other) == (
        "SELECT TIMESTAMP '2024-02-01 00:00:00'",
        "SELECT TIMESTAMP '2026-11-30 23:59:59.999'",
    )


def test_one_table_has_no_range() -> None:
    rollup = by_day({f"{ROLLUP}/partition": GONE, f"{ROLLUP}/time": GONE})
    assert rollup.partition_granularity is None
    assert rollup.time_dimension is None
    assert rollup.build_range_start is None


def test_indexes_are_over_members() -> None:
    rollup = by_day({f"{ROLLUP}/indexes": [{"name": "ix", "columns": ["status"]}]})
    assert rollup.indexes[0].columns == ("orders.status",)


def test_a_chain_stands_first_and_says_nothing_about_builds() -> None:
    chain = {"name": "chain", "type": "rollup_lambda", "rollups": ["by_day"]}
    orders = planned({f"/entities/{ORDER}/preAggregations/-": chain}).cube("orders")
    first, second = orders.pre_aggregations
    assert (first.name, first.rollups) == ("chain", ("orders.by_day",))
    assert (first.built, first.external, first.refresh_key) == (False, None, None)
    assert (second.name, second.built, second.external) == ("by_day", True, False)


def test_when_a_rollup_is_built_is_no_part_of_its_content() -> None:
    plain = by_day()
    scheduled = by_day(
        {f"{ROLLUP}/refresh": {"every": "1 hour"}, f"{ROLLUP}/scheduledRefresh": True}
    )
    assert plain != scheduled
    assert plain.content == scheduled.content
