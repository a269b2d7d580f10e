from typing import Any

import pytest

from metamodel.importers.manifest_tests import Tests, read_tests
from tests.metamodel.importers.manifests import Json, generic_test, manifest, model

ORDERS = model("orders", {"id": "int", "buyer_id": "int", "status": "text"})
BUYERS = model("buyers", {"id": "int", "friend_id": "int"})
NODES = {item["unique_id"]: item for item in (ORDERS, BUYERS)}
ORDER = ORDERS["unique_id"]


def proven(*tests: Json) -> Tests:
    return read_tests(manifest(ORDERS, BUYERS, *tests), NODES)


def test_single_columns() -> None:
    found = proven(
        generic_test("not_null", "orders", "id"),
        generic_test("unique", "orders", "id"),
        generic_test("accepted_values", "orders", "status", values=["open", 1, True]),
    ).of(ORDER)
    assert found.not_null == {"id"}
    assert found.unique == {("id",)}
    assert found.values == {"status": ("open", "1", "True")}


def test_arguments_may_stand_below_a_key_of_their_own() -> None:
    nested = generic_test("accepted_values", "orders", "status", arguments={"values": ["open"]})
    assert proven(nested).of(ORDER).values == {"status": ("open",)}


def test_keys_of_several_columns() -> None:
    test = generic_test(
        "unique_combination_of_columns", "orders", combination_of_columns=["id", "status"]
    )
    assert proven(test).of(ORDER).unique == {("id", "status")}


def test_a_key_of_no_columns_is_none() -> None:
    test = generic_test("unique_combination_of_columns", "orders", combination_of_columns=[])
    assert proven(test).of(ORDER).unique == set()


@pytest.mark.parametrize("to", ["ref('buyers')", "ref('shop', 'buyers')", "ref('buyers', v=2)"])
def test_relationships_lead_to_models(to: str) -> None:
    test = generic_test("relationships", "orders", "buyer_id", to=to, field="id")
    test["depends_on"]["nodes"] = ["model.shop.buyers", ORDER]
    (key,) = proven(test).of(ORDER).foreign_keys
    assert (key.columns, key.schema, key.table) == (("buyer_id",), "marts", "buyers")
    assert key.target_columns == ("id",)


def test_relationships_may_lead_back() -> None:
    test = generic_test("relationships", "buyers", "friend_id", to="ref('buyers')", field="id")
    (key,) = proven(test).of(BUYERS["unique_id"]).foreign_keys
    assert key.table == "buyers"


def test_relationships_to_sources_are_told() -> None:
    found = proven(
        generic_test("relationships", "orders", "id", to="source('raw', 'x')", field="id")
    )
    assert found.of(ORDER).foreign_keys == []
    (item,) = found.unread
    assert "`source('raw', 'x')`, which is no model" in item.reason


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ({"where": "id > 7"}, "only where id > 7"),
        ({"severity": "warn"}, "only warns"),
        ({"limit": 10}, "10 rows"),
        ({"enabled": False}, "switched off"),
    ],
)
def test_a_test_that_does_not_hold_for_every_row_proves_nothing(
    config: dict[str, Any], reason: str
) -> None:
    found = proven(generic_test("unique", "orders", "id", config=config))
    assert found.of(ORDER).unique == set()
    (item,) = found.unread
    assert item.place == "marts.orders.id"
    assert reason in item.reason


def test_other_tests_and_those_of_other_nodes_say_nothing() -> None:
    found = proven(
        generic_test("expression_is_true", "orders", "id"),
        generic_test("unique", "nowhere", "id"),
        {"unique_id": "test.shop.own", "resource_type": "test", "config": {}},
    )
    assert (found.proven, found.unread) == ({ORDER: found.of(ORDER)}, [])


def test_without_an_attached_node_the_last_it_depends_on_is_meant() -> None:
    test = generic_test("relationships", "orders", "buyer_id", to="ref('buyers')", field="id")
    del test["attached_node"]
    assert len(proven(test).of(ORDER).foreign_keys) == 1
