from metamodel.modelgen.cube_plan import RollupPlan
from tests.metamodel.modelgen.shop_model import planned
from tests.metamodel.shop import GONE, ORDER

ROLLUP = f"/entities/{ORDER}/preAggregations/0"


def by_day(edits: dict[str, object] | None = None) -> RollupPlan:
    return planned(edits).cube("orders").rollups[0]


def test_members_are_named_by_their_cube() -> None:
    rollup = by_day({f"{ROLLUP}/dimensions/-": "product.name"})
    assert rollup.measures == ("orders.count", "orders.revenue")
    assert rollup.dimensions == ("orders.status", "orders.tenant_id", "products.name")
    assert rollup.time_dimension == "orders.placed_on"


def test_the_build_range_is_the_extent_to_its_last_moment_and_no_query_over_data() -> None:
    rollup = by_day()
    assert rollup.build_range_start == "SELECT DATE '2024-01-01'"
    assert rollup.build_range_end == "SELECT TIMESTAMP '2026-12-31 23:59:59.999'"


def test_one_table_has_no_range() -> None:
    rollup = by_day({f"{ROLLUP}/partition": GONE, f"{ROLLUP}/time": GONE})
    assert (rollup.partition, rollup.time_dimension, rollup.build_range_start) == (None, None, None)


def test_indexes_are_over_members() -> None:
    rollup = by_day({f"{ROLLUP}/indexes": [{"name": "ix", "columns": ["status"]}]})
    assert rollup.indexes[0].columns == ("orders.status",)
