"""Values of a comparison."""

from typing import Any

import pytest

from presence_api.reporting.dsl.faults import FaultCode, Faults
from presence_api.reporting.dsl.member import Kind
from presence_api.reporting.dsl.request import Operator
from presence_api.reporting.dsl.spans import end_text, start_text
from presence_api.reporting.dsl.values import span_for, values_of


@pytest.mark.parametrize(
    ("kind", "op", "value", "found"),
    [
        (Kind.TEXT, "eq", "Rene\u0301", ("Ren\u00e9",)),
        (Kind.TEXT, "eq", "", ("",)),
        (Kind.TEXT, "in", ["b", "a", "b"], ("a", "b")),
        (Kind.NUMBER, "eq", 5.0, (5,)),
        (Kind.NUMBER, "in", [10, 9.5, 10.0], (10, 9.5)),
        (Kind.NUMBER, "between", [9, 1], (9, 1)),
        (Kind.BOOLEAN, "ne", False, (False,)),
        (Kind.TEXT, "isNull", None, ()),
    ],
)
def test_values_have_one_form(kind: Kind, op: str, value: Any, found: tuple[Any, ...]) -> None:
    faults = Faults()

    assert values_of(kind, Operator(op), value, "/v", faults) == found
    assert faults.found == ()


@pytest.mark.parametrize(
    ("kind", "op", "value", "at", "code"),
    [
        (Kind.TEXT, "eq", 5, "/v", FaultCode.WRONG_TYPE),
        (Kind.TEXT, "eq", None, "/v", FaultCode.WRONG_TYPE),
        (Kind.TEXT, "contains", "", "/v", FaultCode.WRONG_TYPE),
        (Kind.TEXT, "in", "a", "/v", FaultCode.WRONG_TYPE),
        (Kind.TEXT, "in", [], "/v", FaultCode.WRONG_TYPE),
        (Kind.TEXT, "nin", ["a", 3], "/v/1", FaultCode.WRONG_TYPE),
        (Kind.TEXT, "in", ["a"] * 1_001, "/v", FaultCode.OUT_OF_RANGE),
        (Kind.NUMBER, "eq", "5", "/v", FaultCode.WRONG_TYPE),
        (Kind.NUMBER, "eq", True, "/v", FaultCode.WRONG_TYPE),
        (Kind.NUMBER, "lt", float("nan"), "/v", FaultCode.WRONG_TYPE),
        (Kind.NUMBER, "lt", float("inf"), "/v", FaultCode.WRONG_TYPE),
        (Kind.NUMBER, "between", [1], "/v", FaultCode.WRONG_TYPE),
        (Kind.BOOLEAN, "eq", "true", "/v", FaultCode.WRONG_TYPE),
    ],
)
def test_values_of_another_kind_are_told(
    kind: Kind, op: str, value: Any, at: str, code: FaultCode
) -> None:
    faults = Faults()

    assert values_of(kind, Operator(op), value, "/v", faults) is None
    assert [(item.pointer, item.code) for item in faults.found] == [(at, code)]


@pytest.mark.parametrize(
    ("op", "value", "start", "end"),
    [
        ("eq", "1994-01-02", "1994-01-02", "1994-01-02"),
        ("lt", "1994-01-02", None, "1994-01-01"),
        ("lte", "1994-01-02", None, "1994-01-02"),
        ("gt", "1994-01-02", "1994-01-03", None),
        ("gte", "1994-01-02", "1994-01-02", None),
        ("gt", "1994-01-02T12:00:00Z", "1994-01-02T12:00:00.001Z", None),
        ("between", ["1994-01-02", "1994-01-05"], "1994-01-02", "1994-01-05"),
    ],
)
def test_a_comparison_with_a_day_is_a_stretch(
    op: str, value: Any, start: str | None, end: str | None
) -> None:
    found = span_for(Operator(op), value, "/v", Faults())

    assert found
    assert (found.start and start_text(found.start)) == start
    assert (found.end and end_text(found.end)) == end


@pytest.mark.parametrize(
    ("op", "value", "at"), [("eq", 3, "/v"), ("between", ["1994-01-01", "x"], "/v/1")]
)
def test_what_is_no_day_is_told(op: str, value: Any, at: str) -> None:
    faults = Faults()

    assert span_for(Operator(op), value, "/v", faults) is None
    assert [item.pointer for item in faults.found] == [at]
    assert span_for(Operator.BETWEEN, "1994-01-01", "/v", faults) is None
