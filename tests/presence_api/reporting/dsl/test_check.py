"""From decoded JSON to a report, or to everything that is wrong with it."""

from typing import Any

import pytest

from presence_api.reporting.dsl.check import ReportCheck
from presence_api.reporting.dsl.faults import FaultCode
from tests.presence_api.reporting.asked import MASKING, NOW, Document, checked, faults

SALES: Document = {"version": "1", "entity": "order", "measures": ["count"]}


def places(document: Any, groups: tuple[str, ...] = ("admin",), name: str = "tpch") -> list[Any]:
    return [(item.pointer, item.code) for item in faults(document, groups, name)]


def test_faults_of_every_kind_are_told_at_once() -> None:
    found = places(
        {
            "version": "2",
            "entity": "order",
            "measures": ["coutn"],
            "dimensions": ["customer.nation.nam"],
            "where": {"and": [{"field": "clerk", "op": "gt", "value": 1}]},
            "having": {"field": "count", "op": "gt", "value": "1"},
            "segments": ["customer.in_deb"],
            "order": [{"by": "clerk"}],
            "limit": 0,
            "row_filter": {},
        }
    )

    assert {at for at, _ in found} == {
        "/version",
        "/measures/0",
        "/dimensions/0",
        "/where/and/0/op",
        "/having/value",
        "/segments/0",
        "/order/0/by",
        "/limit",
        "/row_filter",
    }


@pytest.mark.parametrize(
    ("entity", "near"), [("ordr", "order"), ("orders", "order"), ("line_item", "lineitem")]
)
def test_cubes_are_called_by_the_metamodels_words_only(entity: str, near: str) -> None:
    (found,) = faults({**SALES, "entity": entity})

    assert (found.pointer, found.code) == ("/entity", FaultCode.UNKNOWN_NAME)
    assert near in found.suggestions


def test_an_entity_that_is_hidden_is_unknown() -> None:
    hidden = {**SALES, "entity": "shipment"}

    assert places(hidden, name="kitchen_sink") == [("/entity", FaultCode.UNKNOWN_NAME)]
    (found,) = faults({**SALES, "entity": "shipmen"}, name="kitchen_sink")
    assert found.suggestions == ()


@pytest.mark.parametrize("document", [{}, [], None, {"version": "1"}, {"entity": "order"}])
def test_what_asks_for_nothing_is_refused(document: Any) -> None:
    assert places(document)


def test_a_measure_is_wanted() -> None:
    assert places({**SALES, "measures": []}) == [("", FaultCode.MISSING)]


def test_figures_have_conditions_of_their_own() -> None:
    having = {"not": {"field": "avg_price", "op": "between", "value": [1, 2]}}
    assert checked({**SALES, "having": having}).having
    for field in ("clerk", "customer.count"):
        wrong = {"field": field, "op": "eq", "value": 1}
        assert places({**SALES, "having": wrong}) == [("/having/field", FaultCode.UNKNOWN_NAME)]


def test_a_segment_counts_once() -> None:
    assert places({**SALES, "segments": ["customer.in_debt"] * 2}) == [
        ("/segments/1", FaultCode.DOUBLED)
    ]


def test_a_range_narrows_what_is_asked_but_not_what_is_compared() -> None:
    time = {"grain": "day", "range": ["1994-01-01", "1994-12-31"]}
    where = {"field": "orderdate", "op": "gte", "value": "1994-06-01"}
    narrowed = checked({**SALES, "time": time, "where": where})
    start = narrowed.within["orderdate"].span.start

    assert start
    assert start.isoformat() == "1994-06-01T00:00:00+00:00"
    compared = {**SALES, "time": {**time, "compare": "prior_period"}, "where": where}
    assert places(compared) == [("/where", FaultCode.UNFIT)]
    never = {**where, "value": "1995-01-01"}
    assert places({**SALES, "time": time, "where": never}) == [
        ("/time/range", FaultCode.CONTRADICTION)
    ]


PIVOT = {"rows": [], "columns": ["clerk"], "totals": {"grand": True}}


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"having": {"field": "count", "op": "gt", "value": 1}}, "/pivot/totals"),
        ({"offset": 10}, "/offset"),
        ({"time": {"range": "last 3 days", "compare": "prior_period"}}, "/time/compare"),
    ],
)
def test_some_questions_have_no_matrix(change: Document, at: str) -> None:
    asked = {**SALES, "dimensions": ["clerk"], "pivot": PIVOT}

    assert places(asked) == []
    assert places({**asked, **change}) == [(at, FaultCode.UNFIT)]


DRILL: Document = {"version": "1", "entity": "order", "drill": {"measure": "count", "at": {}}}


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"measures": ["count"]}, "/measures"),
        ({"dimensions": ["status"]}, "/dimensions"),
        ({"having": {"field": "count", "op": "gt", "value": 1}}, "/having"),
        ({"pivot": PIVOT}, "/pivot"),
        ({"time": {"range": "last 3 days", "compare": "prior_period"}}, "/time/compare"),
        ({"drill": {"measure": "total"}}, "/drill/measure"),
    ],
)
def test_rows_behind_a_figure_are_no_figures(change: Document, at: str) -> None:
    assert places(DRILL, name="kitchen_sink") == []
    assert places({**DRILL, **change}, name="kitchen_sink") == [(at, FaultCode.UNFIT)]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ({"statu": "done"}, FaultCode.UNKNOWN_NAME),
        ({"status": 3}, FaultCode.WRONG_TYPE),
        ({"created_at": "x"}, FaultCode.WRONG_TYPE),
        ({"status": ["a"]}, FaultCode.WRONG_TYPE),
    ],
)
def test_a_cell_is_told_by_its_values(cell: Document, code: FaultCode) -> None:
    (name,) = cell
    asked = {**DRILL, "drill": {"measure": "count", "at": cell}}

    assert places(asked, name="kitchen_sink") == [(f"/drill/at/{name}", code)]


def test_a_cell_without_a_value_is_one_too() -> None:
    asked = {
        **DRILL,
        "drill": {"measure": "count", "at": {"status": None, "created_at": "2024-02-29"}},
    }
    found = checked(asked, ("admin",), "kitchen_sink")

    assert found.where
    assert found.within["created_at"].span.start


def test_nothing_is_found_out_about_what_is_masked() -> None:
    check = ReportCheck(MASKING)
    shown = {"version": "1", "entity": "region", "measures": ["count"], "dimensions": ["comment"]}
    probing = {**shown, "where": {"field": "comment", "op": "startsWith", "value": "a"}}

    assert check.check(shown, groups=(), now=NOW).dimensions
    with pytest.raises(Exception, match="masked for you"):
        check.check(probing, groups=(), now=NOW)
