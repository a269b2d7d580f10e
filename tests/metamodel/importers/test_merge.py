import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.importers.merge import merge
from metamodel.importers.report import ABSENT
from tests.metamodel.importers.sources import column, drafted, key, table

SCALARS = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["a", "b"])
ITEMS = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("pqrs")}, optional={"x": SCALARS, "y": SCALARS}),
    max_size=4,
    unique_by=lambda item: item["id"],
)
DOCUMENTS = st.recursive(
    SCALARS | ITEMS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["k", "l", "cardinality"]), inner, max_size=3)
    ),
    max_leaves=12,
)


def as_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


@given(DOCUMENTS, DOCUMENTS)
def test_an_untouched_document_becomes_the_new_import(a: Any, b: Any) -> None:
    merged = merge(a, a, b)
    assert as_text(merged.document) == as_text(b)
    assert merged.conflicts == ()


@given(DOCUMENTS, DOCUMENTS)
def test_an_unchanged_source_leaves_the_edited_document(a: Any, b: Any) -> None:
    merged = merge(a, b, a)
    assert as_text(merged.document) == as_text(b)
    assert merged.conflicts == ()


@given(DOCUMENTS, DOCUMENTS)
def test_what_hand_and_source_agree_on_is_no_conflict(a: Any, b: Any) -> None:
    merged = merge(a, b, b)
    assert as_text(merged.document) == as_text(b)
    assert merged.conflicts == ()


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_merging_again_changes_nothing(a: Any, b: Any, c: Any) -> None:
    merged = merge(a, b, c).document
    assert as_text(merge(c, merged, c).document) == as_text(merged)


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_merging_alters_none_of_the_three(a: Any, b: Any, c: Any) -> None:
    before = as_text([a, b, c])
    merge(a, b, c)
    assert as_text([a, b, c]) == before


def items(*names: str, **more: Any) -> list[dict[str, Any]]:
    return [{"id": name, **more} for name in names]


def test_what_the_source_adds_stands_where_the_source_has_it() -> None:
    merged = merge(items("a", "c"), items("a", "mine", "c"), items("a", "b", "c"))
    assert [item["id"] for item in merged.document] == ["a", "mine", "b", "c"]


def test_the_hands_order_is_kept() -> None:
    merged = merge(items("a", "b", "c"), items("c", "b", "a"), items("a", "b", "new", "c"))
    assert [item["id"] for item in merged.document] == ["c", "b", "new", "a"]


def test_what_the_hand_removed_stays_away_even_if_the_source_changes_it() -> None:
    merged = merge(items("a", "b", x=1), items("a", x=1), items("a", "b", x=2))
    assert merged.document == items("a", x=2)
    assert merged.conflicts == ()


def test_what_the_source_dropped_goes_unless_the_hand_has_edited_it() -> None:
    base, new = items("a", "b", x=1), items("a", x=1)
    assert merge(base, base, new).document == new
    edited = [*items("a", x=1), {"id": "b", "x": 1, "title": "B"}]
    merged = merge(base, edited, new)
    assert merged.document == edited
    (conflict,) = merged.conflicts
    assert (conflict.pointer, conflict.this_import) == ("/1", ABSENT)


def test_edits_of_different_keys_go_together() -> None:
    base = items("a", x=1, y=1)
    merged = merge(base, items("a", x=2, y=1), items("a", x=1, y=2))
    assert merged.document == items("a", x=2, y=2)


def test_a_place_that_both_changed_keeps_the_hands_edit_and_is_reported() -> None:
    merged = merge({"a/b": [1]}, {"a/b": [2]}, {"a/b": [3]})
    assert merged.document == {"a/b": [2]}
    (conflict,) = merged.conflicts
    values = (conflict.pointer, conflict.last_import, conflict.by_hand, conflict.this_import)
    assert values == ("/a~1b", [1], [2], [3])


def test_a_measured_figure_that_the_hand_replaced_is_left_alone_without_a_word() -> None:
    base, new = {"cardinality": {"distinct": 5}}, {"cardinality": {"distinct": 7}}
    merged = merge(base, {"cardinality": {"class": "high"}}, new)
    assert merged.document == {"cardinality": {"class": "high"}}
    assert merged.conflicts == ()
    assert merge(base, base, new).document == new


def test_attributes_are_known_by_their_column() -> None:
    base = [{"name": "o_key", "column": "o_key", "type": "integer"}]
    hand = [{"name": "key", "column": "o_key", "type": "integer"}]
    new = [{"name": "o_key", "column": "o_key", "type": "bigint"}]
    assert merge(base, hand, new).document == [{"name": "key", "column": "o_key", "type": "bigint"}]


def test_lists_without_identity_are_values() -> None:
    merged = merge([{"id": 1}], [{"id": 2}], [{"id": 3}])
    assert merged.document == [{"id": 2}]
    assert len(merged.conflicts) == 1


@pytest.mark.parametrize(("one", "other"), [(True, 1), (1, 1.0), (None, False)])
def test_json_tells_values_apart_that_python_does_not(one: Any, other: Any) -> None:
    assert merge(one, one, other).document is other


def test_real_documents_obey_the_laws_too() -> None:
    first = drafted(table("order", "a", column("b", "text"))).document
    second = drafted(
        table("order", "a", "c", "buyer_id", foreign_keys=(key("buyer_id", "buyer"),)),
        table("buyer"),
    ).document
    edited = copy.deepcopy(first)
    edited["entities"][0]["title"] = "Order"
    assert merge(first, first, second).document == second
    assert merge(first, edited, first).document == edited
    merged = merge(first, edited, second)
    assert merged.conflicts == ()
    expected = copy.deepcopy(second)
    expected["entities"][0]["title"] = "Order"
    assert merged.document == expected
