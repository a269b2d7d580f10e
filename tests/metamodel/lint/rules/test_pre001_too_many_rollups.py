from tests.metamodel.shop import ORDER, places

ROLLUPS = f"/entities/{ORDER}/preAggregations"


def more(count: int) -> dict[str, object]:
    rollups = [
        {"name": f"extra_{index}", "measures": ["count"], "dimensions": ["tenant_id"]}
        for index in range(count)
    ]
    return {ROLLUPS: rollups}


def test_two_rollups_are_right() -> None:
    assert places("PRE001", more(2)) == []


def test_the_third_is_refused() -> None:
    assert places("PRE001", more(3)) == [f"{ROLLUPS}/2"]
