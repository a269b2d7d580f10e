from tests.metamodel.shop import ORDER, places, shop

PLACE = f"/entities/{ORDER}/preAggregations"
CHAIN = {"name": "chain", "type": "rollup_lambda", "rollups": ["by_day"]}
JOIN = {
    "name": "both",
    "type": "rollup_join",
    "measures": ["count"],
    "rollups": ["by_day", "by_day"],
}


def test_a_chain_of_a_rollup_is_right() -> None:
    assert places("PRE009", {f"{PLACE}/-": CHAIN}) == []
    assert places("PRE009", {f"{PLACE}/-": CHAIN | {"rollups": ["order.by_day"]}}) == []


def test_its_rollups_exist_and_are_built() -> None:
    for name in ("by_week", "nobody.by_day", "chain"):
        edits = {f"{PLACE}/-": CHAIN | {"rollups": [name]}}
        assert places("PRE009", edits) == [f"{PLACE}/1/rollups/0"]


def test_its_rollups_hold_the_same() -> None:
    other = {"name": "other", "measures": ["count"], "dimensions": ["tenant_id"]}
    edits = {f"{PLACE}/-": CHAIN | {"rollups": ["by_day", "order.other"]}}
    second = {f"{PLACE}": [shop()["entities"][ORDER]["preAggregations"][0], other]}
    assert places("PRE009", {**second, **edits}) == [f"{PLACE}/2/rollups"]


def test_a_join_has_two_rollups_and_no_schedule() -> None:
    assert places("PRE009", {f"{PLACE}/-": JOIN}) == []
    one = JOIN | {"rollups": ["by_day"]}
    assert places("PRE009", {f"{PLACE}/-": one}) == [f"{PLACE}/1/rollups"]
    scheduled = JOIN | {"scheduledRefresh": True}
    assert places("PRE009", {f"{PLACE}/-": scheduled}) == [f"{PLACE}/1/scheduledRefresh"]
