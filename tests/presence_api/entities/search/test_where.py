"""The `where` tree."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presence_api.entities.faults import FaultCode, Faults
from presence_api.entities.search.where import DEPTH, LEAVES, LIST_VALUES, WhereReader, operators
from presence_api.ports.row_conditions import Condition
from tests.fakes.entity_store import holds
from tests.presence_api.entities.gadgets import model, row, view

MINE = view("analyst")
ROWS = (
    row(1, name="ada", size=1, made="2026-01-01", status="open"),
    row(2, name="bob", size=2, made="2026-01-02", status="done"),
    row(3),
)
LEAF = {"field": "size", "op": "eq", "value": 1}


def read(node: Any) -> tuple[Condition, list[tuple[str, FaultCode]], set[str]]:
    faults = Faults()
    reader = WhereReader(MINE, faults)
    condition = reader.read(node, "/where")
    return condition, [(fault.pointer, fault.code) for fault in faults], reader.named


def leaf(field: Any, op: Any, *value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, **({"value": value[0]} if value else {})}


@pytest.mark.parametrize(
    ("node", "ids"),
    [
        (leaf("size", "eq", 1), [1]),
        (leaf("size", "ne", 1), [2, 3]),
        (leaf("size", "in", [1, "2"]), [1, 2]),
        (leaf("size", "nin", [1, 2]), [3]),
        (leaf("made", "between", ["2026-01-02", "2026-01-09"]), [2]),
        (leaf("made", "gt", "2026-01-01"), [2]),
        (leaf("name", "contains", "O"), [2]),
        (leaf("name", "isNull"), [3]),
        (leaf("name", "notNull"), [1, 2]),
        ({"and": [leaf("size", "gte", 1), leaf("status", "eq", "done")]}, [2]),
        ({"or": [leaf("size", "lt", 2), leaf("name", "isNull")]}, [1, 3]),
        ({"not": {"or": [leaf("size", "lt", 2), leaf("name", "isNull")]}}, [2]),
        ({"not": leaf("size", "between", [1, 1])}, [2, 3]),
    ],
)
def test_a_tree_means_rows(node: Any, ids: list[int]) -> None:
    condition, faults, _ = read(node)
    assert faults == []
    assert [one["gadget_id"] for one in ROWS if holds(condition, one)] == ids


@pytest.mark.parametrize(
    ("node", "pointer", "code"),
    [
        ("size = 1", "", FaultCode.WRONG_SHAPE),
        ([], "", FaultCode.WRONG_SHAPE),
        ({"and": [LEAF], "or": [LEAF]}, "", FaultCode.WRONG_SHAPE),
        ({"and": []}, "/and", FaultCode.WRONG_SHAPE),
        ({"or": LEAF}, "/or", FaultCode.WRONG_SHAPE),
        ({"not": [LEAF]}, "/not", FaultCode.WRONG_SHAPE),
        ({"and": [LEAF] * (LEAVES + 1)}, "/and", FaultCode.OUT_OF_BOUNDS),
        ({**LEAF, "a/b": 1}, "/a~1b", FaultCode.UNKNOWN_KEY),
        (leaf(["size"], "eq", 1), "/field", FaultCode.WRONG_SHAPE),
        (leaf("margin", "eq", 1), "/field", FaultCode.UNKNOWN_ATTRIBUTE),
        (leaf("pin", "eq", "1"), "/field", FaultCode.UNKNOWN_ATTRIBUTE),
        (leaf("extra", "isNull"), "/field", FaultCode.UNKNOWN_ATTRIBUTE),
        (leaf("email", "eq", "a"), "/field", FaultCode.MASKED_ATTRIBUTE),
        (leaf("size", "contains", "1"), "/op", FaultCode.UNKNOWN_OPERATOR),
        (leaf("size", "= 1 OR true --", 1), "/op", FaultCode.UNKNOWN_OPERATOR),
        (leaf("size", None, 1), "/op", FaultCode.UNKNOWN_OPERATOR),
        (leaf("size", "eq"), "/value", FaultCode.WRONG_SHAPE),
        (leaf("size", "isNull", True), "/value", FaultCode.WRONG_SHAPE),
        (leaf("size", "eq", "one"), "/value", FaultCode.UNFIT_VALUE),
        (leaf("size", "eq", None), "/value", FaultCode.UNFIT_VALUE),
        (leaf("size", "in", 1), "/value", FaultCode.WRONG_SHAPE),
        (leaf("size", "in", []), "/value", FaultCode.OUT_OF_BOUNDS),
        (leaf("size", "in", [1] * (LIST_VALUES + 1)), "/value", FaultCode.OUT_OF_BOUNDS),
        (leaf("size", "nin", [1, "x"]), "/value/1", FaultCode.UNFIT_VALUE),
        (leaf("made", "between", ["2026-01-01"]), "/value", FaultCode.WRONG_SHAPE),
        (leaf("status", "eq", "opne"), "/value", FaultCode.UNFIT_VALUE),
    ],
)
def test_a_fault_is_told_at_its_place(node: Any, pointer: str, code: FaultCode) -> None:
    assert read(node)[1] == [(f"/where{pointer}", code)]


def test_all_faults_are_told() -> None:
    node = {
        "and": [leaf("siez", "eq", 1), {"or": [leaf("size", "eq", "x"), leaf("size", "is", 1)]}]
    }
    assert [pointer for pointer, _ in read(node)[1]] == [
        "/where/and/0/field",
        "/where/and/1/or/0/value",
        "/where/and/1/or/1/op",
    ]


def test_what_is_hidden_is_not_proposed_either() -> None:
    faults = Faults()
    WhereReader(MINE, faults).read(leaf("margn", "eq", 1), "/where")
    assert [fault.suggestions for fault in faults] == [()]
    WhereReader(MINE, faults).read(leaf("nmae", "eq", 1), "/where")
    assert [fault.suggestions[:1] for fault in faults][1:] == [("name",)]


def test_a_tree_is_neither_deeper_nor_wider_than_it_may_be() -> None:
    deepest: Any = LEAF
    for _ in range(DEPTH - 1):
        deepest = {"not": deepest}
    assert read(deepest)[1] == []
    assert read({"and": [deepest]})[1][0][1] is FaultCode.OUT_OF_BOUNDS
    endless: Any = LEAF
    for _ in range(100_000):
        endless = {"not": endless}
    assert len(read(endless)[1]) == 1
    assert read({"and": [LEAF] * LEAVES})[1] == []
    wide = {"and": [{"and": [LEAF] * 51}, {"or": [LEAF] * 60}]}
    assert [code for _, code in read(wide)[1]] == [FaultCode.OUT_OF_BOUNDS]


def test_the_attributes_it_looks_at_are_named() -> None:
    assert read({"and": [LEAF, leaf("email", "eq", "a"), leaf("made", "notNull")]})[2] == {
        "size",
        "made",
    }


@pytest.mark.parametrize(
    ("searchable", "texts"),
    [
        (None, {"contains", "startsWith", "endsWith"}),
        ("exact", set()),
        ("prefix", {"startsWith"}),
        ("fulltext", {"contains", "startsWith", "endsWith"}),
    ],
)
def test_a_text_is_searched_as_the_document_allows(searchable: Any, texts: set[str]) -> None:
    said = {"name": "gadget_id", "column": "a", "type": "string"}
    if searchable:
        said["searchable"] = searchable
    attribute = model(attributes=[said]).entities[0].attributes[0]
    assert operators(attribute) & {"contains", "startsWith", "endsWith"} == texts


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["and", "or", "not", "field", "op", "value"]) | st.text(), inner
        )
    ),
)


@given(JSON)
def test_whatever_is_sent_is_read_or_refused(node: Any) -> None:
    condition, faults, named = read(node)
    assert condition is not None
    assert faults or named
