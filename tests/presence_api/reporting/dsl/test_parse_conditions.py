"""Conditions of a request."""

from typing import Any

import pytest

from presence_api.reporting.dsl.faults import FaultCode, Faults
from presence_api.reporting.dsl.parse_conditions import parse_condition
from presence_api.reporting.dsl.request import Condition, Group, Joint, Leaf, Named, Operator

IS_F = {"field": "orderstatus", "op": "eq", "value": "F"}


def parsed(value: Any) -> tuple[Condition | None, list[tuple[str, FaultCode]]]:
    faults = Faults()
    found = parse_condition(value, "/where", faults)
    return found, [(item.pointer, item.code) for item in faults.found]


def test_a_tree_is_read_with_its_places() -> None:
    found, faults = parsed({"and": [IS_F, {"not": {"field": "clerk", "op": "isNull"}}]})

    assert faults == []
    first = Leaf("/where/and/0", Named("orderstatus", "/where/and/0/field"), Operator.EQ, "F")
    at = "/where/and/1/not"
    second = Leaf(at, Named("clerk", f"{at}/field"), Operator.IS_NULL)
    assert found == Group(Joint.AND, (first, Group(Joint.NOT, (second,))))


@pytest.mark.parametrize(
    ("value", "at", "code"),
    [
        ([], "/where", FaultCode.WRONG_TYPE),
        ({}, "/where", FaultCode.MISSING),
        ({"and": []}, "/where/and", FaultCode.MISSING),
        ({"and": {}}, "/where/and", FaultCode.WRONG_TYPE),
        ({"and": [IS_F], "or": [IS_F]}, "/where/or", FaultCode.UNKNOWN_FIELD),
        ({**IS_F, "and": [IS_F]}, "/where/op", FaultCode.UNKNOWN_FIELD),
        ({"not": [IS_F]}, "/where/not", FaultCode.WRONG_TYPE),
        ({**IS_F, "op": "like"}, "/where/op", FaultCode.UNKNOWN_NAME),
        ({**IS_F, "op": 3}, "/where/op", FaultCode.WRONG_TYPE),
        ({"field": "clerk", "op": "eq"}, "/where", FaultCode.MISSING),
        ({"field": "clerk", "op": "isNull", "value": 1}, "/where/value", FaultCode.UNKNOWN_FIELD),
        ({**IS_F, "tenant": "EUROPE"}, "/where/tenant", FaultCode.UNKNOWN_FIELD),
    ],
)
def test_what_is_no_condition_is_told(value: Any, at: str, code: FaultCode) -> None:
    assert (at, code) in parsed(value)[1]


def test_trees_have_a_depth_and_a_size() -> None:
    deep: Any = IS_F
    for _ in range(4):
        deep = {"not": deep}
    assert parsed(deep)[1] == []
    assert parsed({"not": deep})[1] == [("/where/not/not/not/not/not", FaultCode.OUT_OF_RANGE)]

    assert parsed({"or": [IS_F] * 100})[1] == []
    assert parsed({"or": [{"and": [IS_F] * 51}] * 2})[1] == [("/where", FaultCode.OUT_OF_RANGE)]


def test_no_depth_is_too_deep_to_be_refused() -> None:
    deep: Any = IS_F
    for _ in range(10_000):
        deep = {"not": deep}

    assert parsed(deep)[1] == [("/where/not/not/not/not/not", FaultCode.OUT_OF_RANGE)]


def test_the_sound_half_is_kept() -> None:
    found, _ = parsed({"and": [IS_F, {"field": "clerk"}]})

    assert isinstance(found, Group)
    assert len(found.items) == 1
