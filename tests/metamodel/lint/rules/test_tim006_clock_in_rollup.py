from tests.metamodel.shop import ORDER, places

REVENUE = f"/entities/{ORDER}/measures/1"
ROLLUP = f"/entities/{ORDER}/preAggregations/0"
LATE = {f"{REVENUE}/filters": ["{placed_on} < CURRENT_DATE"]}


def test_members_outside_of_rollups_may_look_at_the_clock() -> None:
    assert places("TIM006", {**LATE, f"{ROLLUP}/measures": ["count"]}) == []


def test_members_in_rollups_may_not() -> None:
    assert places("TIM006", LATE) == [f"{ROLLUP}/measures/1"]
