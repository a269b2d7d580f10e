"""Conditions as Cube's filters."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presence_api.reporting.compiler.filters import filters
from presence_api.reporting.dsl.conditions import Comparison, Within
from presence_api.reporting.dsl.member import Kind
from presence_api.reporting.dsl.request import Operator
from presence_api.reporting.dsl.spans import Span
from tests.presence_api.reporting.asked import Document, checked, dimensions, member, trees
from tests.presence_api.reporting.meaning import holds, kept

PRICE = member("order", "totalprice")


def compiled(op: str, *values: Any, negated: bool = False) -> Any:
    (found,) = filters(
        Comparison(PRICE, Operator(op), values, negated=negated), lambda item: item.path
    )
    return found


@pytest.mark.parametrize(
    ("op", "values", "operator", "texts"),
    [
        ("eq", (5,), "equals", ["5"]),
        ("ne", (0.5,), "notEquals", ["0.5"]),
        ("in", ("a", "b"), "equals", ["a", "b"]),
        ("nin", ("a", "b"), "notEquals", ["a", "b"]),
        ("lt", (1e-7,), "lt", ["0.0000001"]),
        ("gte", (10**22,), "gte", ["10000000000000000000000"]),
        ("eq", (True,), "equals", ["true"]),
        ("ne", (False,), "notEquals", ["false"]),
        ("startsWith", ("a",), "startsWith", ["a"]),
    ],
)
def test_a_comparison_is_a_filter(op: str, values: Any, operator: str, texts: list[str]) -> None:
    assert compiled(op, *values) == {"member": "totalprice", "operator": operator, "values": texts}


def test_a_value_that_is_missing_needs_none() -> None:
    assert compiled("isNull") == {"member": "totalprice", "operator": "notSet"}
    assert compiled("notNull") == {"member": "totalprice", "operator": "set"}


def test_between_is_two_filters_and_its_opposite_three() -> None:
    assert [item["operator"] for item in compiled("between", 1, 2)["and"]] == ["gte", "lte"]
    other = compiled("between", 1, 2, negated=True)["or"]
    assert [item["operator"] for item in other] == ["lt", "gt", "notSet"]


def test_time_is_never_a_filter() -> None:
    within = Within(member("order", "orderdate"), Span(datetime(1994, 1, 1, tzinfo=UTC)))

    with pytest.raises(TypeError):
        filters(within, lambda item: item.path)


VALUES = {
    Kind.TEXT: st.text("aF%\u00e9 ", max_size=3),
    Kind.NUMBER: (st.integers(-9, 9) | st.sampled_from([0.5, -2.25, 1e-7])).map(float),
    Kind.BOOLEAN: st.booleans(),
}


@given(trees("order"), st.data())
def test_filters_keep_exactly_the_rows_that_are_asked_for(
    tree: Document, data: st.DataObject
) -> None:
    report = checked({"entity": "order", "measures": ["count"], "where": tree})
    found = filters(report.where, lambda item: item.path)
    row = {
        item.path: data.draw(st.none() | VALUES[item.kind], label=item.path)
        for item in dimensions("order")
        if f"'{item.path}'" in str(tree)
    }

    assert kept(found, row) == holds(tree, row)
