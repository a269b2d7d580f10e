"""Conditions in their normal form."""

from datetime import UTC, datetime

from presence_api.reporting.dsl.conditions import (
    Comparison,
    Junction,
    Within,
    as_request,
    conjuncts,
    joined,
)
from presence_api.reporting.dsl.request import Operator
from presence_api.reporting.dsl.spans import Span
from tests.presence_api.reporting.asked import member

CLERK, STATUS = member("order", "clerk"), member("order", "orderstatus")
A = Comparison(CLERK, Operator.EQ, ("a",))
B = Comparison(STATUS, Operator.IN, ("F", "O"))
C = Comparison(STATUS, Operator.CONTAINS, ("x",), negated=True)


def test_junctions_of_the_same_kind_are_one() -> None:
    inside = joined([A, B], any_of=True)
    assert inside
    assert joined([C, inside], any_of=True) == joined([A, B, C], any_of=True)
    found = joined([C, inside], any_of=False)
    assert isinstance(found, Junction)
    assert inside in found.items


def test_what_is_said_twice_or_alone_needs_no_junction() -> None:
    assert joined([A, A], any_of=True) == A
    assert joined([], any_of=True) is None


def test_the_order_in_which_it_is_said_is_forgotten() -> None:
    assert joined([A, B, C], any_of=False) == joined([C, B, A], any_of=False)


def test_what_must_hold_is_a_list() -> None:
    both, either = joined([A, B], any_of=False), joined([A, B], any_of=True)

    assert set(conjuncts(both)) == {A, B}
    assert conjuncts(either) == (either,)
    assert conjuncts(None) == ()


def test_conditions_are_said_as_requests_say_them() -> None:
    noon = datetime(1994, 1, 1, 12, tzinfo=UTC)
    date = member("order", "orderdate")

    assert as_request(A) == {"field": "clerk", "op": "eq", "value": "a"}
    assert as_request(B) == {"field": "orderstatus", "op": "in", "value": ["F", "O"]}
    assert as_request(C) == {"not": {"field": "orderstatus", "op": "contains", "value": "x"}}
    assert as_request(Comparison(CLERK, Operator.IS_NULL)) == {"field": "clerk", "op": "isNull"}
    assert as_request(Within(date, Span(noon))) == {
        "field": "orderdate",
        "op": "gte",
        "value": "1994-01-01T12:00:00.000Z",
    }
    assert as_request(Within(date, Span(None, noon)))["op"] == "lte"
