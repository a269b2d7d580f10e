import json

import pytest

from metamodel.importers.errors import ManifestRefused
from metamodel.importers.manifest_dbt import read_manifest
from metamodel.importers.manifest_types import read_types, with_types
from tests.metamodel.importers.manifests import manifest, model

CATALOG = json.dumps(
    {
        "nodes": {
            "model.shop.orders": {
                "columns": {
                    "NOTE": {"name": "NOTE", "index": 2, "type": "TEXT", "comment": "Free text."},
                    "ID": {"name": "ID", "index": 1, "type": "NUMBER(38,0)", "comment": None},
                }
            }
        }
    }
)
ORDERS = model("orders", {"id": None, "gone": "text"})


def test_columns_take_their_types_and_order_and_what_the_project_says_goes_first() -> None:
    made = with_types(ORDERS, read_types(CATALOG)["model.shop.orders"])
    assert [(item["name"], item["data_type"]) for item in made["columns"].values()] == [
        ("id", "NUMBER(38,0)"),
        ("NOTE", "TEXT"),
        ("gone", "text"),
    ]
    assert made["columns"]["NOTE"]["description"] == "Free text."


def test_a_manifest_is_read_with_the_types_of_its_catalogue() -> None:
    text = json.dumps(manifest(ORDERS, adapter="snowflake"))
    (without,), (typed,) = (read_manifest(text, catalog=item).tables for item in (None, CATALOG))
    assert [item.source_type for item in without.columns] == [None, "text"]
    assert [item.source_type for item in typed.columns] == ["NUMBER(38,0)", "TEXT", "text"]


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"nodes": {"a": {"columns": {"b": {}}}}}'])
def test_what_is_no_catalogue_is_refused(text: str) -> None:
    with pytest.raises(ManifestRefused, match=r"no `catalog\.json`"):
        read_types(text)
