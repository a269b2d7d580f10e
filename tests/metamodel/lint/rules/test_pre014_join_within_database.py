from tests.metamodel.shop import CUSTOMER, ORDER, places

PLACE = f"/entities/{ORDER}/preAggregations"
JOIN = {
    "name": "both",
    "type": "rollup_join",
    "measures": ["count"],
    "rollups": ["by_day", "customer.all"],
}


def test_rollups_of_one_database_are_joined_in_it() -> None:
    assert places("PRE014", {f"{PLACE}/-": JOIN}) == [f"{PLACE}/1/rollups"]


def test_two_databases_want_a_join() -> None:
    other = {f"/entities/{CUSTOMER}/source/dataSource": "crm"}
    assert places("PRE014", {f"{PLACE}/-": JOIN, **other}) == []
