import pytest

from metamodel.modelgen.cube_plan import CubePlan
from metamodel.modelgen.faults import OverlayRefused
from metamodel.modelgen.overlay import with_overlays
from tests.metamodel.modelgen.shop_model import planned
from tests.metamodel.shop import PRODUCT


def merged(text: str, cube: str = "orders") -> CubePlan:
    return with_overlays(planned(), {f"{cube}.yml": text}).cube(cube)


def test_no_overlay_changes_nothing() -> None:
    assert with_overlays(planned(), {}) == planned()
    assert merged("# nothing yet") == planned().cube("orders")


def test_words_of_a_cube_and_its_members_are_replaced() -> None:
    cube = merged("title: Sales\nmeasures:\n  - name: revenue\n    title: Turnover\n")
    assert cube.title == "Sales"
    revenue = next(item for item in cube.measures if item.name == "revenue")
    assert (revenue.title, revenue.sql) == ("Turnover", "{CUBE}.price")


def test_a_new_member_says_so_and_gets_its_parentheses() -> None:
    cube = merged(
        "measures:\n  - $add: true\n    name: tax\n    type: sum\n    sql: '{CUBE}.price * 0.19'\n"
        "    filters: ['{is_big}']\n"
        "dimensions:\n  - $add: true\n    name: raw\n    type: string\n    sql: '{CUBE}.raw'\n"
    )
    assert cube.measures[-1].sql == "({CUBE}.price * 0.19)"
    assert [item.sql for item in cube.measures[-1].filters] == ["{is_big}"]
    assert cube.dimensions[-1].sql == "{CUBE}.raw"


def test_a_member_is_removed_on_demand() -> None:
    cube = merged("segments:\n  - name: open\n    $remove: true\n")
    assert cube.segments == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("measures:\n  - name: gone\n    title: x", "does not exist"),
        ("measures:\n  - name: gone\n    $remove: true", "does not exist"),
        ("measures:\n  - {name: count, $add: true, type: count}", "exists already"),
        ("measures:\n  - {name: x, $add: true, type: sum}", "needs sql"),
        ("measures:\n  - {name: count, drill_members: [id]}", "cannot set drill_members"),
        ("measures:\n  - title: x", "not a member"),
        ("access_policy: []", "belongs into the metamodel"),
        ("joins: []", "belongs into the metamodel"),
        ("- a", "a mapping"),
        ("a: [", "flow node"),
        ("dimensions:\n  - {name: tenant_id, sql: \"'x'\"}", "tenants apart"),
        ("dimensions:\n  - {name: id, title: x}", "apart"),
        ("dimensions:\n  - {name: status, sub_query: true}", "cannot set sub_query"),
        ("dimensions:\n  - {name: status, $remove: true}", "orders.status, which does not exist"),
        ("measures:\n  - {name: revenue, sql: '{nothing}'}", "orders.nothing"),
    ],
)
def test_what_is_not_there_or_not_an_overlays_matter_is_refused(text: str, why: str) -> None:
    with pytest.raises(OverlayRefused, match=why):
        merged(text)


def test_an_overlay_of_no_cube_is_refused() -> None:
    with pytest.raises(OverlayRefused, match="no cube `order`"):
        with_overlays(planned(), {"order.yml": ""})


def test_an_overlay_cannot_show_tenants_rows_in_a_shared_cube() -> None:
    text = "dimensions:\n  - {name: x, $add: true, type: number, sql: '{orders.price}'}"
    with pytest.raises(OverlayRefused, match=r"every tenant's orders\.price"):
        merged(text, "products")


def test_what_the_document_says_is_left_to_lint() -> None:
    sold = {"name": "sold", "type": "number", "expression": "{order.revenue}", "subQuery": True}
    rich = {"name": "rich", "type": "boolean", "expression": "{sold} > 100"}
    place = f"/entities/{PRODUCT}"
    access = [{"groups": ["analyst"], "allRows": True, "excludes": ["sold"]}]
    plan = planned({f"{place}/computed": [sold, rich], f"{place}/access": access})
    assert with_overlays(plan, {}) == plan
