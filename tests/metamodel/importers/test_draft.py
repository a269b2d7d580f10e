import json

import pytest
from hypothesis import given, settings

from metamodel.importers.catalogue import (
    Catalogue,
    Dialect,
    TableKind,
    Unread,
)
from metamodel.importers.draft import draft
from metamodel.importers.errors import NothingToImport
from metamodel.lint.runner import lint
from metamodel.model.load import load
from tests.metamodel.importers.sources import (
    SETTINGS,
    catalogue,
    catalogues,
    column,
    drafted,
    entity,
    key,
    table,
)


def test_a_table_becomes_an_entity_with_what_the_source_says() -> None:
    order = table(
        "Order",
        column("id", nullable=False),
        column("Net Price", "numeric(10,2)", comment="Without tax. ", distinct=40),
        column("status", "text", nullable=False, values=("open", "paid")),
        comment="What was bought.",
        schema="sales",
    )
    (made,) = drafted(order).document["entities"]
    assert made == {
        "id": "ent_sales.Order",
        "name": "order",
        "cube": "sales_order",
        "description": "What was bought.",
        "source": {"table": 'sales."Order"'},
        "keys": {"primary": ["id"]},
        "tenancy": {"mode": "shared"},
        "attributes": [
            {
                "name": "id",
                "column": "id",
                "type": "bigint",
                "nullable": False,
                "cardinality": {"class": "unique"},
            },
            {
                "name": "net_price",
                "column": '"Net Price"',
                "type": "decimal",
                "title": "Net Price",
                "description": "Without tax.",
                "cardinality": {"distinct": 40},
            },
            {
                "name": "status",
                "column": "status",
                "type": "text",
                "nullable": False,
                "enum": [{"value": "open"}, {"value": "paid"}],
                "cardinality": {"class": "low"},
            },
        ],
        "measures": [{"name": "count", "type": "count"}],
    }


@pytest.mark.parametrize("kind", ["xml", "interval", "my_domain", None])
def test_a_column_of_unknown_type_is_left_out_and_told(kind: str | None) -> None:
    made = drafted(table("order", column("odd", kind)))
    assert [item["name"] for item in made.document["entities"][0]["attributes"]] == ["id"]
    (item,) = made.report.undecided
    assert item.place == "public.order.odd"
    assert str(kind or "does not say its type") in item.reason


def test_a_column_whose_name_cannot_be_written_is_told() -> None:
    (item,) = drafted(table("order", column('say "hi"', "text"))).report.undecided
    assert "name cannot be written" in item.reason


def test_a_table_without_a_key_has_a_gap_that_names_what_is_unique() -> None:
    made = drafted(table("order", column("mail", "text"), primary_key=(), unique=(("mail",),)))
    assert made.document["entities"][0]["keys"] == {"primary": []}
    (item,) = made.report.undecided
    assert (item.key_of, item.reason) == ("ent_public.order", "no primary key; unique: mail")


def test_a_key_with_a_column_of_unknown_type_is_a_gap() -> None:
    made = drafted(table("order", "n", column("x", "inet"), primary_key=("n", "x")))
    assert made.document["entities"][0]["keys"] == {"primary": []}
    assert "Cube cannot group by" in made.report.undecided[1].reason


def test_a_table_of_unknown_columns_is_left_out() -> None:
    odd = table("odd", column("id", "inet"))
    made = drafted(table("order", "odd_id", foreign_keys=(key("odd_id", "odd"),)), odd)
    assert [item["name"] for item in made.document["entities"]] == ["order"]
    assert made.document["relations"] == []
    assert {item.place for item in made.report.undecided} == {
        "public.odd.id",
        "public.odd",
        "public.order(odd_id)",
    }


def test_views_come_when_they_are_asked_for() -> None:
    view = table("open_order", kind=TableKind.VIEW, primary_key=())
    without = drafted(table("order"), view)
    assert [item["name"] for item in without.document["entities"]] == ["order"]
    assert "--views" in without.report.undecided[0].cure
    both = drafted(table("order"), view, views=True).document["entities"]
    assert [item["name"] for item in both] == ["order", "open_order"]


def test_a_source_without_tables_is_refused() -> None:
    with pytest.raises(NothingToImport, match="shop"):
        drafted()


def test_facts_without_a_key_are_noted() -> None:
    bridge = table(
        "order_tag",
        "order_id",
        "tag_id",
        column("gross", "numeric", generated=True),
        primary_key=("order_id", "tag_id"),
        foreign_keys=(key("order_id", "order"), key("tag_id", "tag")),
        checks=("gross > 0",),
        partitions=3,
    )
    status = column("status", "text", values=("", "paid"))
    noted = drafted(table("order", status), bridge, table("tag")).report.noted
    assert [f"{item.place}: {item.fact}" for item in noted] == [
        "public.order.status: holds only '', 'paid'",
        "public.order_tag.gross: is worked out by the database",
        "public.order_tag: holds only rows where gross > 0",
        "public.order_tag: has 3 partitions, which are not imported singly",
        "public.order_tag: is a bridge: its key is made of its keys to public.order and public.tag",
    ]


def test_estimates_are_rounded_so_that_imports_do_not_differ_every_day() -> None:
    made = drafted(table("order", column("a", distinct=987), column("b", distinct=123456)))
    counts = [item.get("cardinality") for item in made.document["entities"][0]["attributes"]]
    assert counts == [{"class": "unique"}, {"distinct": 987}, {"distinct": 120000}]


def test_the_time_that_the_source_declares_is_decided() -> None:
    made = drafted(table("order", column("placed_at", "timestamptz"), time="placed_at"))
    assert entity(made.document, "order")["time"] == {"dimension": "placed_at"}
    assert made.report.suggestions == ()


def test_what_a_reader_could_not_read_is_told() -> None:
    source = Catalogue("shop", Dialect.DUCKDB, (table("a"),), (Unread("a.b", "is odd", "Ask."),))
    (item,) = draft(source, SETTINGS).report.undecided
    assert (item.place, item.reason, item.cure) == ("a.b", "is odd", "Ask.")


def test_an_extent_that_only_fills_the_place_is_told() -> None:
    (item,) = drafted(table("order"), extent_known=False).report.undecided
    assert item.place == "defaults.extent"


def test_texts_that_cube_cannot_read_are_left_out() -> None:
    made = drafted(table("order", column("sex", "text", comment="F"))).document
    assert "description" not in made["entities"][0]["attributes"][1]


def test_a_name_that_is_no_models_gets_one() -> None:
    source = catalogue(table("a"))
    named = draft(source, type(SETTINGS)("2024", SETTINGS.extent)).document["name"]
    assert named == "imported_2024"


@given(catalogues())
@settings(max_examples=100, deadline=None)
def test_any_catalogue_becomes_a_document_with_named_gaps_only(source: Catalogue) -> None:
    try:
        made = draft(source, SETTINGS)
    except NothingToImport:
        return
    loaded = load(json.dumps(made.document))
    assert loaded.faults == ()
    assert {item.code for item in lint(loaded)} <= {"KEY001", "TIM001"}
    assert draft(source, SETTINGS) == made


def test_a_draft_with_keys_and_times_lints_clean() -> None:
    buyer = table("buyer", column("since", "date"), time="since")
    order = table(
        "order",
        "bill_to",
        "ship_to",
        column("placed_at", "timestamptz"),
        foreign_keys=(key("bill_to", "buyer"), key("ship_to", "buyer")),
        time="placed_at",
    )
    assert lint(load(json.dumps(drafted(buyer, order).document))) == []
