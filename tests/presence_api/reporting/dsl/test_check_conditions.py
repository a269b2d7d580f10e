"""Conditions looked up, typed and brought into their normal form."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presence_api.reporting.dsl.check_conditions import ConditionCheck, without_times
from presence_api.reporting.dsl.conditions import Normal, as_request
from presence_api.reporting.dsl.faults import FaultCode, Faults
from presence_api.reporting.dsl.member import Kind
from presence_api.reporting.dsl.parse_conditions import parse_condition
from tests.presence_api.reporting.asked import Document, dimensions, trees, words
from tests.presence_api.reporting.meaning import holds

DAY = {"field": "orderdate", "op": "gte", "value": "1994-01-01"}
CLERK = {"field": "clerk", "op": "eq", "value": "a"}
BIG = {"field": "totalprice", "op": "gt", "value": 5}


def normal(value: Any, *, timed: bool = True) -> tuple[Normal | None, Faults]:
    faults = Faults()
    asked = parse_condition(value, "", faults)
    assert asked
    find = words("order").dimension
    return ConditionCheck(find, faults, timed=timed).normal(asked), faults


def said(value: Any) -> Document:
    found, faults = normal(value)
    assert (faults.found, found is None) == ((), False)
    return as_request(found) if found else {}


@pytest.mark.parametrize(
    ("value", "same"),
    [
        ({"not": CLERK}, {**CLERK, "op": "ne"}),
        ({"not": {"not": BIG}}, BIG),
        ({"not": BIG}, {"not": BIG}),
        ({"not": {"or": [CLERK, BIG]}}, {"and": [{**CLERK, "op": "ne"}, {"not": BIG}]}),
        ({"not": {"and": [CLERK, BIG]}}, {"or": [{**CLERK, "op": "ne"}, {"not": BIG}]}),
        ({"not": {"field": "clerk", "op": "isNull"}}, {"field": "clerk", "op": "notNull"}),
        ({"field": "clerk", "op": "in", "value": ["a", "a"]}, CLERK),
        ({"and": [{"or": [CLERK]}]}, CLERK),
    ],
)
def test_the_same_is_said_in_one_way(value: Any, same: Any) -> None:
    found = said(value)
    for joint in ("and", "or"):
        if joint in same:
            assert {*map(str, found[joint])} == {*map(str, same[joint])}
            return
    assert found == same


VALUES = {
    Kind.TEXT: st.text("aF%\u00e9 ", max_size=3),
    Kind.NUMBER: st.integers(-9, 9) | st.sampled_from([0.5, -2.25, 1e-7]),
    Kind.BOOLEAN: st.booleans(),
}


@given(trees("order"), st.data())
def test_the_normal_form_means_the_same_for_every_row(tree: Document, data: st.DataObject) -> None:
    kinds = {item.path: item.kind for item in dimensions("order")}
    row = {
        path: data.draw(st.none() | VALUES[kinds[path]], label=path)
        for path in sorted(_fields(tree))
    }

    assert holds(said(tree), row) == holds(tree, row)


def _fields(tree: Document) -> set[str]:
    if "field" in tree:
        return {tree["field"]}
    inside = [tree["not"]] if "not" in tree else tree.get("and") or tree["or"]
    return {name for item in inside for name in _fields(item)}


@pytest.mark.parametrize(
    "value",
    [
        {"not": DAY},
        {"or": [DAY, CLERK]},
        {"not": {"and": [DAY, CLERK]}},
        {"or": [CLERK, {"and": [DAY]}]},
    ],
)
def test_a_condition_on_time_holds_for_all_rows_or_is_refused(value: Any) -> None:
    assert [item.code for item in normal(value)[1].found] == [FaultCode.UNFIT]


@pytest.mark.parametrize(
    "value",
    [
        DAY,
        {"and": [DAY, CLERK]},
        {"or": [DAY]},
        {"not": {"not": DAY}},
        {"not": {"or": [{"not": DAY}]}},
    ],
)
def test_conditions_on_time_are_taken_out(value: Any) -> None:
    found, faults = normal(value)
    rest, times = without_times(found, faults)

    assert faults.found == ()
    assert [*times] == ["orderdate"]
    assert rest is None or as_request(rest) == CLERK


def test_stretches_meet_and_contradictions_are_told() -> None:
    end = {"field": "orderdate", "op": "lt", "value": "1995-01-01"}
    found, faults = normal({"and": [DAY, end]})
    _, times = without_times(found, faults)
    assert as_request(times["orderdate"])["value"] == ["1994-01-01", "1994-12-31"]

    never = {**end, "value": "1994-01-01"}
    found, faults = normal({"and": [DAY, never]})
    without_times(found, faults)
    assert [item.code for item in faults.found] == [FaultCode.CONTRADICTION]


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ({**CLERK, "op": "gt"}, "/op"),
        ({**BIG, "op": "contains", "value": "x"}, "/op"),
        ({**DAY, "op": "ne"}, "/op"),
        ({"field": "is_ordinary", "op": "in", "value": [True]}, "/op"),
        ({**CLERK, "value": 3}, "/value"),
        ({**CLERK, "field": "clrk"}, "/field"),
        ({**CLERK, "field": "count"}, "/field"),
    ],
)
def test_operators_and_values_go_with_the_kind(value: Any, at: str) -> None:
    assert [item.pointer for item in normal(value)[1].found] == [at]


def test_figures_have_no_stretch_of_time() -> None:
    assert [item.code for item in normal(DAY, timed=False)[1].found] == [FaultCode.UNFIT]
    assert normal({"field": "orderdate", "op": "isNull"}, timed=False)[1].found == ()
