import json
from typing import Any

import pytest

from metamodel.importers.catalogue import Catalogue, Dialect
from metamodel.importers.errors import ManifestRefused
from metamodel.importers.manifest_dbt import VERSIONS, read_manifest
from tests.metamodel.importers.manifests import Json, generic_test, manifest, model


def read(*nodes: Json, schemas: tuple[str, ...] = (), **more: Any) -> Catalogue:
    return read_manifest(json.dumps(manifest(*nodes, **more)), schemas)


BUYERS = model("buyers", {"id": "bigint", "name": "text"})


@pytest.mark.parametrize("version", VERSIONS)
def test_models_of_every_known_version_are_tables(version: int) -> None:
    node = model(
        "orders",
        {"id": "bigint", "Note": {"data_type": None, "quote": True, "description": "Free text."}},
        description="What was bought.",
    )
    (table,) = read(node, version=version).tables
    assert (table.schema, table.name, table.sql_name) == (
        "marts",
        "orders",
        '"dev"."marts"."orders"',
    )
    assert table.comment == "What was bought."
    assert [(item.name, item.source_type, item.quoted) for item in table.columns] == [
        ("id", "bigint", False),
        ("Note", None, True),
    ]
    assert table.columns[1].comment == "Free text."


def test_seeds_and_snapshots_count_and_ephemeral_models_and_tests_do_not() -> None:
    gone = model("stg", {"id": "int"}, config={"materialized": "ephemeral"})
    seed = model("rates", {"id": "int"}, resource_type="seed")
    analysis = model("what_if", {}, resource_type="analysis")
    found = read(BUYERS, gone, seed, analysis, generic_test("unique", "buyers", "id"))
    assert [table.name for table in found.tables] == ["buyers", "rates"]


def test_schemas_come_in_the_order_asked_for() -> None:
    other = model("raw_buyers", {"id": "int"}, schema="staging")
    assert [item.schema for item in read(BUYERS, other).tables] == ["marts", "staging"]
    asked = read(BUYERS, other, schemas=("staging", "marts"))
    assert [item.schema for item in asked.tables] == ["staging", "marts"]
    assert [item.schema for item in read(BUYERS, other, schemas=("staging",)).tables] == ["staging"]


def test_the_adapter_says_whose_types_they_are() -> None:
    assert read(BUYERS, adapter="snowflake").dialect is Dialect.SNOWFLAKE


def test_constraints_of_models_and_columns_are_keys_and_values() -> None:
    orders = model(
        "orders",
        {
            "id": {"data_type": "bigint", "constraints": [{"type": "not_null"}]},
            "line": "int",
            "buyer_id": {
                "data_type": "bigint",
                "constraints": [{"type": "foreign_key", "expression": "marts.buyers (id)"}],
            },
            "status": {
                "data_type": "text",
                "constraints": [{"type": "check", "expression": "status in ('open', 'paid')"}],
            },
        },
        constraints=[
            {"type": "primary_key", "columns": ["id", "line"]},
            {"type": "check", "expression": "line > 0", "columns": []},
        ],
    )
    table = read(orders, BUYERS).tables[1]
    assert table.primary_key == ("id", "line")
    assert not table.columns[0].nullable
    assert table.columns[3].values == ("open", "paid")
    assert table.checks == ("line > 0",)
    (key,) = table.foreign_keys
    assert (key.columns, key.table, key.target_columns) == (("buyer_id",), "buyers", ("id",))


def test_a_foreign_key_of_later_versions_names_its_relation() -> None:
    to = {"type": "foreign_key", "to": '"dev"."marts"."buyers"', "to_columns": ["id"]}
    orders = model("orders", {"b": "int"}, constraints=[{"columns": ["b"], **to}])
    assert read(orders, BUYERS).tables[1].foreign_keys[0].table == "buyers"


def test_a_foreign_key_to_nowhere_is_told() -> None:
    rule = {"type": "foreign_key", "columns": ["b"], "expression": "other.people (id)"}
    found = read(model("orders", {"b": "int"}, constraints=[rule]))
    (item,) = found.unread
    assert item.place == "marts.orders(b)"
    assert "`other.people`" in item.reason


def test_what_is_tested_unique_and_not_null_is_the_key() -> None:
    tests = [generic_test("unique", "buyers", "id"), generic_test("not_null", "buyers", "id")]
    (table,) = read(BUYERS, *tests).tables
    assert table.primary_key == ("id",)
    assert not table.columns[0].nullable


def test_two_keys_by_test_are_not_chosen_from() -> None:
    tests = [
        generic_test(kind, "buyers", name)
        for kind in ("unique", "not_null")
        for name in ("id", "name")
    ]
    (table,) = read(BUYERS, *tests).tables
    assert table.primary_key == ()
    assert table.unique == (("id",), ("name",))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"version": 9}, "v9.json"),
        ({"version": 13}, "v13.json"),
        ({"adapter": "trino"}, "`trino` is none of postgres"),
        ({"nodes": []}, "no `metadata` and `nodes`"),
        ({"nodes": {"model.shop.a": 7}}, "another form than dbt writes"),
        ({"nodes": {"model.shop.a": {**BUYERS, "columns": [1]}}}, "another form"),
        ({"semantic_models": [7]}, "another form"),
    ],
)
def test_what_is_no_known_manifest_is_refused(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ManifestRefused, match=reason):
        read(BUYERS, **change)


@pytest.mark.parametrize("text", ["{", "[]", "{}", "null", "[" * 100_000])
def test_what_is_no_manifest_at_all_is_refused(text: str) -> None:
    with pytest.raises(ManifestRefused):
        read_manifest(text)
