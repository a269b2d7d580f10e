from typing import Any

from tests.metamodel.shop import CUSTOMER, PRODUCT, places

PLACE = f"/entities/{PRODUCT}"
SOLD = {"name": "sold", "type": "number", "expression": "{order.revenue}", "subQuery": True}
LEAK: dict[str, Any] = {f"{PLACE}/computed": [SOLD]}


def access(excludes: list[str]) -> dict[str, Any]:
    return {
        f"{PLACE}/access": [
            {"groups": ["admin"], "allRows": True},
            {"groups": ["analyst"], "allRows": True, "excludes": excludes},
        ]
    }


def test_a_tenants_entity_may_refer_to_shared_ones() -> None:
    assert places("RLS007") == []


def test_a_sub_query_into_tenants_rows_is_refused() -> None:
    assert places("RLS007", LEAK) == [f"{PLACE}/computed/0"]


def test_it_is_right_when_excluded_for_every_group_but_admins() -> None:
    assert places("RLS007", LEAK | access(["sold"])) == []
    assert places("RLS007", LEAK | access(["name"])) == [f"{PLACE}/computed/0"]


def test_what_is_built_on_a_leak_leaks() -> None:
    rich = {"name": "rich", "type": "boolean", "expression": "{sold} > 100"}
    edits = {f"{PLACE}/computed": [SOLD, rich]}
    assert places("RLS007", edits) == [f"{PLACE}/computed/0", f"{PLACE}/computed/1"]
    # Cube refuses members built on an excluded one.
    assert places("RLS007", edits | access(["sold"])) == []


def test_a_sub_query_between_tenants_entities_is_right() -> None:
    orders = {"name": "orders", "type": "number", "expression": "{order.count}", "subQuery": True}
    assert places("RLS007", {f"/entities/{CUSTOMER}/computed": [orders]}) == []
