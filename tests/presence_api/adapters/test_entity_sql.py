"""Queries as SQL."""

from typing import Any

import pytest

from metamodel.model.attribute import AttributeType
from presence_api.adapters.entity_sql import Statement, Update
from presence_api.ports.entity_store import OrderBy, RowQuery, RowSource
from presence_api.ports.row_conditions import (
    EVERY_ROW,
    NO_ROW,
    AllOf,
    Comparison,
    Condition,
    KeyIn,
    StoredColumn,
    Test,
)
from tests.presence_api.injection.nasty import NASTY

COMPARED = [one for one in Comparison if one is not Comparison.IS_NULL]
ID = StoredColumn("id", "id", AttributeType.BIGINT, nullable=False)
NAME = StoredColumn("name", 'na"me', AttributeType.STRING, nullable=True)
SOURCE = RowSource(("my shop", "t"), (ID,))


def sql(
    where: Condition = EVERY_ROW, order: tuple[OrderBy, ...] = (OrderBy(ID),), after: Any = None
) -> tuple[str, dict[str, Any]]:
    found = Statement(RowQuery(SOURCE, (), order, where, after, 10))
    return found.text.as_string(), found.values


def condition(where: Condition) -> tuple[str, list[Any]]:
    text, values = sql(where)
    return text.partition(" WHERE ")[2].partition(" ORDER BY ")[0], list(values.values())[:-1]


def beyond(order: tuple[OrderBy, ...], after: Any) -> str:
    text, _ = sql(order=order, after=after)
    return text.partition(" WHERE true AND ")[2].partition(" ORDER BY ")[0]


def test_a_statement_names_what_it_needs_and_quotes_it() -> None:
    text, values = sql()
    assert text == (
        'SELECT NULL, NULL, "kept"."id"::text FROM "my shop"."t" AS kept'
        ' WHERE true ORDER BY "kept"."id" ASC NULLS LAST LIMIT %(v0)s'
    )
    assert values == {"v0": 10}


@pytest.mark.parametrize(
    ("where", "text", "values"),
    [
        (NO_ROW, "false", []),
        (Test(ID, Comparison.IN, (1,)), '"kept"."id" = %(v0)s', [1]),
        (Test(ID, Comparison.IN, (1, 2)), '"kept"."id" = ANY(%(v0)s)', [[1, 2]]),
        (Test(ID, Comparison.GTE, (1,)), '"kept"."id" >= %(v0)s', [1]),
        (Test(NAME, Comparison.IS_NULL), '"kept"."na""me" IS NULL', []),
        (Test(NAME, Comparison.IS_NULL, negated=True), '"kept"."na""me" IS NOT NULL', []),
        (
            Test(NAME, Comparison.CONTAINS, ("5%_\\",)),
            '"kept"."na""me"::text ILIKE %(v0)s',
            ["%5\\%\\_\\\\%"],
        ),
        (Test(NAME, Comparison.STARTS_WITH, ("a",)), '"kept"."na""me"::text ILIKE %(v0)s', ["a%"]),
        (
            Test(NAME, Comparison.IN, ("a",), negated=True),
            '("kept"."na""me" IS NULL OR NOT ("kept"."na""me" = %(v0)s))',
            ["a"],
        ),
    ],
)
def test_values_are_parameters(where: Condition, text: str, values: list[Any]) -> None:
    assert condition(where) == (text, values)


def test_where_nothing_is_null_rows_are_compared_whole() -> None:
    other = StoredColumn("size", "size", AttributeType.INTEGER, nullable=False)
    assert (
        beyond((OrderBy(other), OrderBy(ID)), (3, 7))
        == '("kept"."size", "kept"."id") > (%(v0)s::bigint, %(v1)s::bigint)'
    )
    assert beyond((OrderBy(ID, True),), (7,)) == '("kept"."id") < (%(v0)s::bigint)'


@pytest.mark.parametrize(
    ("descending", "after", "text"),
    [
        (False, (None, 7), '(("kept"."na""me" IS NULL AND "kept"."id" > %(v0)s::bigint))'),
        (
            True,
            (None, 7),
            (
                '(("kept"."na""me" IS NOT NULL) OR'
                ' ("kept"."na""me" IS NULL AND "kept"."id" < %(v0)s::bigint))'
            ),
        ),
        (
            True,
            ("a", 7),
            (
                '"kept"."na""me" <= %(v3)s AND (("kept"."na""me" < %(v0)s) OR'
                ' ("kept"."na""me" = %(v2)s AND "kept"."id" < %(v1)s::bigint))'
            ),
        ),
        (
            False,
            ("a", 7),
            (
                '((("kept"."na""me" > %(v0)s OR "kept"."na""me" IS NULL)) OR'
                ' ("kept"."na""me" = %(v2)s AND "kept"."id" > %(v1)s::bigint))'
            ),
        ),
    ],
)
def test_where_something_may_be_null_each_step_is_compared(
    descending: bool, after: Any, text: str
) -> None:
    assert beyond((OrderBy(NAME, descending), OrderBy(ID, descending)), after) == text


def test_no_value_is_in_the_text_of_a_statement() -> None:
    def texts(value: str) -> list[str]:
        tests = [Test(NAME, comparison, (value,)) for comparison in COMPARED]
        where = AllOf(
            (*tests, KeyIn((NAME,), ((value,),)), Test(NAME, Comparison.IN, (value, "b")))
        )
        order = (OrderBy(NAME), OrderBy(ID))
        search = Statement(RowQuery(SOURCE, (NAME,), order, where, (value, 1), 10))
        change = Update(SOURCE, where, {NAME: value})
        assert value in search.values.values()
        return [search.text.as_string(), change.text.as_string()]

    assert [texts(text) for text in NASTY] == [texts("a")] * len(NASTY)
