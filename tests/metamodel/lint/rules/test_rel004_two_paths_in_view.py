from typing import Any

from tests.metamodel.shop import places

SECOND = {
    "id": "rel_order_country",
    "from": "order",
    "to": "country",
    "cardinality": "many_to_one",
    "on": [{"from": "customer_id", "to": "id"}],
}


def view(*paths: str) -> dict[str, Any]:
    cubes = [{"path": path, "prefix": True} for path in paths]
    return {"/views": [{"name": "desk", "cubes": cubes}], "/relations/-": SECOND}


def test_one_path_to_each_cube_is_right() -> None:
    assert places("REL004", view("order", "order.customer", "order.customer.country")) == []


def test_two_paths_to_one_cube_are_refused() -> None:
    edits = view("order.country", "order.customer.country")
    assert places("REL004", edits) == ["/views/0/cubes/1/path"]
