import json
from typing import Any

import pytest

from metamodel.importers.declared_keys import read_keys, with_keys
from metamodel.importers.errors import KeysRefused
from tests.metamodel.importers.sources import catalogue, table

SOURCE = catalogue(
    table("order", "buyer_id", "tax_id", primary_key=()),
    table("buyer", "name", primary_key=()),
)


def declared(tables: dict[str, Any]) -> Any:
    return with_keys(SOURCE, read_keys(json.dumps({"tables": tables}), "keys.json"))


BUYER = {"primaryKey": ["id"]}


def test_declared_keys_stand_beside_those_of_the_source() -> None:
    foreign = [{"columns": ["buyer_id"], "table": "buyer"}]
    made = declared({"buyer": BUYER, "public.order": {"foreignKeys": foreign}})
    order, buyer = made.tables
    assert buyer.primary_key == ("id",)
    assert not buyer.columns[0].nullable
    (found,) = order.foreign_keys
    assert (found.table, found.target_columns) == ("buyer", ("id",))
    assert found.origin == "declared key"


def test_a_foreign_key_may_name_its_target_columns() -> None:
    foreign = [{"columns": ["tax_id"], "table": "buyer", "targetColumns": ["name"]}]
    made = declared({"buyer": {"unique": [["name"]]}, "order": {"foreignKeys": foreign}})
    assert made.tables[0].foreign_keys[0].target_columns == ("name",)
    assert made.tables[1].unique == (("name",),)


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        ({"nowhere": BUYER}, "nowhere: there is no such table"),
        ({"buyer": {"primaryKey": ["no"]}}, "public.buyer: there is no column `no`"),
        ({"buyer": {"primary_key": ["id"]}}, "/tables/buyer/primary_key"),
        ({"buyer": {"primaryKey": []}}, "/tables/buyer/primaryKey"),
        (
            {"order": {"foreignKeys": [{"columns": ["buyer_id"], "table": "buyer"}]}},
            "1 columns lead to 0 of public.buyer",
        ),
    ],
)
def test_what_is_not_there_is_refused_with_its_place(tables: dict[str, Any], reason: str) -> None:
    with pytest.raises(KeysRefused, match=reason):
        declared(tables)


def test_a_name_that_two_schemas_use_needs_its_schema() -> None:
    twice = catalogue(table("a", schema="x"), table("a", schema="y"))
    with pytest.raises(KeysRefused, match=r"is the name of x\.a, y\.a"):
        with_keys(twice, read_keys(json.dumps({"tables": {"a": BUYER}}), "k.json"))


def test_a_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(KeysRefused, match=r"keys\.json"):
        read_keys("{", "keys.json")
