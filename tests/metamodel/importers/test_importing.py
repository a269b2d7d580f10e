import json
from typing import Any

import pytest
from hypothesis import given, settings

from metamodel.importers.catalogue import Catalogue, Table
from metamodel.importers.errors import DocumentNotImported, DocumentUnreadable, NothingToImport
from metamodel.importers.importing import Imported, import_source, last_extent
from metamodel.importers.report import SuggestionKind
from metamodel.lint.runner import lint
from metamodel.model.load import load
from tests.metamodel.importers.sources import SETTINGS, catalogue, catalogues, column, key, table

PLACED = column("placed_at", "timestamptz", nullable=False)
BUYER = table("buyer", column("since", "date"))
ORDER = table("order", "buyer_id", PLACED, foreign_keys=(key("buyer_id", "buyer"),))


def first(*tables: Table, **more: Any) -> Imported:
    return import_source(catalogue(*tables), SETTINGS, **more)


def again(before: Imported, hand: dict[str, Any], *tables: Table, **more: Any) -> Imported:
    return first(*tables, document=json.dumps(hand), base=before.base, **more)


def test_a_first_import_is_its_own_base() -> None:
    made = first(BUYER, ORDER)
    assert made.document == made.base
    assert made.document_changed


def test_accepted_suggestions_are_edits_and_not_part_of_the_base() -> None:
    made = first(BUYER, ORDER, kinds={SuggestionKind.TIME})
    assert '"time"' in made.document
    assert '"time"' not in made.base
    assert lint(load(made.document)) == []


def test_the_same_source_again_changes_nothing() -> None:
    made = first(BUYER, ORDER, kinds=set(SuggestionKind))
    repeated = first(BUYER, ORDER, document=made.document, base=made.base)
    assert not repeated.document_changed
    assert (repeated.document, repeated.base) == (made.document, made.base)


def test_edits_by_hand_survive_a_changed_source() -> None:
    made = first(BUYER, ORDER, kinds={SuggestionKind.TIME})
    hand = json.loads(made.document)
    order = hand["entities"][1]
    order["title"] = "Purchase"
    order["attributes"][2]["name"] = "bought_at"
    order["time"]["dimension"] = "bought_at"
    order["measures"].append(
        {"name": "buyers", "type": "count_distinct", "expression": "{buyer_id}"}
    )
    net = column("net", "numeric(10,2)", comment="Without tax.")
    changed = table("order", "buyer_id", PLACED, net, foreign_keys=ORDER.foreign_keys)
    merged = again(made, hand, BUYER, changed, table("return", "order_id"))
    document = json.loads(merged.document)
    expected = order | {
        "attributes": [
            *order["attributes"],
            {"name": "net", "column": "net", "type": "decimal", "description": "Without tax."},
        ]
    }
    assert document["entities"][1] == expected
    assert document["entities"][2]["name"] == "return"
    assert merged.report.conflicts == ()


def test_a_new_relation_finds_an_entity_and_a_key_that_were_renamed() -> None:
    made = first(BUYER, ORDER)
    hand = json.loads(made.document)
    hand["entities"][1]["name"] = "purchase"
    hand["entities"][1]["attributes"][0]["name"] = "number"
    hand["entities"][1]["keys"]["primary"] = ["number"]
    hand["relations"][0]["from"] = "purchase"
    line = table("line", "order_id", foreign_keys=(key("order_id", "order"),))
    document = json.loads(again(made, hand, BUYER, ORDER, line).document)
    new = document["relations"][-1]
    assert (new["from"], new["to"]) == ("line", "purchase")
    assert new["on"] == [{"from": "order_id", "to": "number"}]
    assert {item.code for item in lint(load(json.dumps(document)))} == {"TIM001"}


def test_a_removed_entity_stays_away_and_so_do_new_relations_to_it() -> None:
    made = first(BUYER, ORDER)
    hand = json.loads(made.document)
    del hand["entities"][0], hand["relations"][0]
    line = table("line", "buyer_id", foreign_keys=(key("buyer_id", "buyer"),))
    merged = again(made, hand, BUYER, ORDER, line)
    document = json.loads(merged.document)
    assert [item["name"] for item in document["entities"]] == ["order", "line"]
    assert document["relations"] == []
    assert "removed by hand" in merged.report.undecided[-1].reason


def test_a_dropped_column_that_was_edited_is_a_conflict_with_its_place() -> None:
    made = first(BUYER, ORDER)
    hand = json.loads(made.document)
    hand["entities"][0]["attributes"][1]["title"] = "Customer since"
    merged = again(made, hand, table("buyer"), ORDER)
    assert [item.pointer for item in merged.report.conflicts] == ["/entities/0/attributes/1"]
    assert json.loads(merged.document) == hand


@given(catalogues(), catalogues())
@settings(max_examples=50, deadline=None)
def test_an_untouched_document_becomes_what_the_new_source_says(
    old: Catalogue, new: Catalogue
) -> None:
    try:
        before, pure = (import_source(item, SETTINGS) for item in (old, new))
    except NothingToImport:
        return
    merged = import_source(new, SETTINGS, document=before.document, base=before.base)
    assert json.loads(merged.document) == json.loads(pure.document)
    assert merged.base == pure.base
    assert merged.report.conflicts == ()


@given(catalogues(), catalogues())
@settings(max_examples=50, deadline=None)
def test_whatever_was_accepted_the_merged_document_keeps_its_form(
    old: Catalogue, new: Catalogue
) -> None:
    try:
        before = import_source(old, SETTINGS, kinds=set(SuggestionKind))
        merged = import_source(new, SETTINGS, document=before.document, base=before.base)
    except NothingToImport:
        return
    assert load(merged.document).faults == ()
    repeated = import_source(new, SETTINGS, document=merged.document, base=merged.base)
    assert not repeated.document_changed


def test_a_key_that_the_hand_filled_in_is_no_longer_a_gap() -> None:
    keyless = table("log", column("no", nullable=False), primary_key=())
    made = first(keyless)
    assert [item.key_of for item in made.report.undecided] == ["ent_public.log"]
    hand = json.loads(made.document)
    hand["entities"][0]["keys"]["primary"] = ["no"]
    merged = again(made, hand, keyless)
    assert merged.report.undecided == ()
    assert json.loads(merged.document) == hand


def test_the_extent_is_that_of_the_last_import() -> None:
    assert last_extent(first(BUYER).base) == SETTINGS.extent


@pytest.mark.parametrize("base", ["{}", "[]", '{"entities": [], "defaults": {"extent": 7}}'])
def test_a_base_without_an_extent_is_refused(base: str) -> None:
    with pytest.raises(DocumentUnreadable, match="the last import"):
        last_extent(base)


def test_a_document_that_no_import_made_is_not_touched() -> None:
    with pytest.raises(DocumentNotImported, match="shop"):
        first(BUYER, document='{"name": "shop", "entities": []}')


@pytest.mark.parametrize(
    ("document", "base"),
    [
        ("{", "{}"),
        ("[]", "{}"),
        ('{"entities": []}', "{"),
        ('{"entities": []}', '{"entities": [{"name": "a"}], "relations": []}'),
        ('{"entities": []}', '{"entities": []}'),
    ],
)
def test_texts_that_cannot_be_merged_are_refused(document: str, base: str) -> None:
    with pytest.raises(DocumentUnreadable):
        first(BUYER, document=document, base=base)
