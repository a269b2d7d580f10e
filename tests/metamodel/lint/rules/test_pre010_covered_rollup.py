from typing import Any

from tests.metamodel.shop import ORDER, places

PLACE = f"/entities/{ORDER}/preAggregations"


def second(granularity: str = "month", **more: Any) -> dict[str, Any]:
    rollup = {
        "name": "second",
        "measures": ["count"],
        "dimensions": ["tenant_id"],
        "time": {"dimension": "placed_on", "granularity": granularity},
        **more,
    }
    return {f"{PLACE}/-": rollup}


def test_a_coarser_one_of_the_same_is_found() -> None:
    assert places("PRE010", second()) == [f"{PLACE}/1"]


def test_one_of_two_equal_ones_is_found() -> None:
    both = {**second("day", measures=["count", "revenue"], dimensions=["status", "tenant_id"])}
    assert places("PRE010", both) == [f"{PLACE}/1"]


def test_what_holds_more_is_right() -> None:
    assert places("PRE010", second("hour")) == []
    assert places("PRE010", second(dimensions=["tenant_id", "is_big"])) == []
    assert places("PRE010", {**second(), f"{PLACE}/0/time/granularity": "week"}) == []
