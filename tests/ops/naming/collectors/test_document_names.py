import json
from pathlib import Path

from ops.naming.collectors.document_names import DocumentNames
from ops.naming.tree import Tree
from tests.metamodel.shop import shop
from tests.ops.naming.planted import collected, stands_there, texts

PATH = "metamodel/documents/shop.json"
FILES = {
    PATH: json.dumps(shop({"/relations/0/role": "home_country"}), indent=2),
    "metamodel/documents/shop.smoke.json": '{"answers": []}',
    "metamodel/documents/broken.json": '{"formatVersion": "1"',
}


def test_entities_members_rollups_and_relations_are_collected(tmp_path: Path) -> None:
    found = texts(collected(DocumentNames, tmp_path, FILES))
    assert found["entity"] == ["country", "product", "customer", "order"]
    assert found["cube"] == ["countries", "products", "customers", "orders"]
    assert {"placed_on", "status"} <= set(found["attribute"])
    assert found["dimension"] == ["is_big"]
    assert {"count", "revenue"} <= set(found["measure"])
    assert found["segment"] == ["open"]
    assert found["pre_aggregation"] == ["by_day"]
    assert found["relation"][0] == "rel_customer_country"
    assert found["role"] == ["home_country"]


def test_names_come_with_what_their_rules_ask(tmp_path: Path) -> None:
    names = {(n.kind, n.text): n for n in collected(DocumentNames, tmp_path, FILES)}
    assert names["attribute", "placed_on"].facts == {"type": "date"}  # type: ignore[index]
    assert names["measure", "revenue"].facts["type"] == "sum"  # type: ignore[index]
    assert names["pre_aggregation", "by_day"].facts == {"granularity": "day"}  # type: ignore[index]
    assert names["cube", "orders"].facts == {"entity": "order"}  # type: ignore[index]
    assert names["role", "home_country"].facts == {"target": "country"}  # type: ignore[index]


def test_each_stands_on_the_line_of_its_key(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    for name in collected(DocumentNames, tmp_path, FILES):
        assert f'"{name.text}"' in tree.text(PATH).splitlines()[name.line - 1]
    assert not stands_there(tree, name)  # its key does: a document is never written by a program
