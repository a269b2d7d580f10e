import datetime as dt
import json
from decimal import Decimal

import pytest

from metamodel.modelgen.smoke import (
    ColumnKind,
    SmokeColumn,
    compare_rows,
    load_smoke,
    published_rows,
)


def differs(kind: str, expected: object, actual: object) -> bool:
    column = SmokeColumn("a.b", ColumnKind(kind))
    return bool(compare_rows([[expected]], [{"a.b": actual}], [column]))


@pytest.mark.parametrize(
    ("kind", "expected", "actual"),
    [
        ("text", "MAIL", "MAIL"),
        ("exact", "380456", "380456.00"),
        ("exact", Decimal("1.5"), "1.50"),
        ("exact", "42", 42),
        ("double", "25.575154611454693", 25.575154611454693),
        ("double", "25.575154611454693", "25.5751546114546931"),
        ("double", 0, "0"),
        ("date", "1995-03-11", "1995-03-11T00:00:00.000"),
        ("date", dt.date(1995, 3, 11), dt.datetime(1995, 3, 11, tzinfo=dt.UTC)),
        ("year", "1995", "1995-01-01T00:00:00.000"),
        ("year", Decimal(1995), "1995"),
        ("exact", None, None),
    ],
)
def test_equal_values_are_equal_in_every_spelling(
    kind: str, expected: object, actual: object
) -> None:
    assert not differs(kind, expected, actual)


@pytest.mark.parametrize(
    ("kind", "expected", "actual"),
    [
        ("text", "MAIL", "MAIL "),
        ("exact", "1193053.2253", "1193053.2254"),
        ("exact", "1", None),
        ("exact", None, "0"),
        ("exact", "1", "one"),
        ("double", "25.5751546114", "25.5751546115"),
        ("date", "1995-03-11", "1995-03-10T23:00:00.000"),
        ("year", "1995", "1995-02-01T00:00:00.000"),
    ],
)
def test_different_values_differ(kind: str, expected: object, actual: object) -> None:
    assert differs(kind, expected, actual)


def test_rows_are_compared_in_order_and_counted() -> None:
    columns = [SmokeColumn("a.b", ColumnKind.EXACT)]
    found = compare_rows([["1"], ["2"], ["3"]], [{"a.b": 2}, {"a.b": 1}], columns)
    assert [str(item) for item in found] == [
        "number of rows: expected 3, got 2",
        "row 0, a.b: expected '1', got 2",
        "row 1, a.b: expected '2', got 1",
    ]


def test_a_missing_column_is_a_difference() -> None:
    (found,) = compare_rows([["1"]], [{}], [SmokeColumn("a.b", ColumnKind.EXACT)])
    assert found.actual == "no such column"


def test_published_answers_have_a_head_and_nulls() -> None:
    assert published_rows("a|b\nx|1\nNULL|2\n") == (("x", "1"), (None, "2"))


def test_a_columns_alias_is_that_of_cubes_sql() -> None:
    assert SmokeColumn("a.b.year", ColumnKind.YEAR).alias == "a__b_year"


def test_a_smoke_file_is_a_list_of_queries() -> None:
    (query,) = load_smoke(
        '[{"name": "Q6", "query": {"measures": ["a.b"]}, "answer": {"tpch": 6},'
        ' "columns": [{"member": "a.b", "kind": "exact"}], "tenant_sql": "SELECT 1"}]'
    )
    assert (query.name, query.tpch, query.columns[0].kind) == ("Q6", 6, ColumnKind.EXACT)


def test_a_query_may_want_the_figure_of_another_first() -> None:
    text = json.dumps(
        [
            {
                "name": "Q",
                "query": {"filters": [{"member": "a.b", "operator": "gt", "values": ["{first}"]}]},
                "columns": [],
                "answer": {"tpch": 1},
                "tenant_sql": "",
                "first": {"query": {"measures": ["a.avg"]}, "member": "a.avg"},
            }
        ]
    )
    (query,) = load_smoke(text)
    assert query.first is not None
    assert query.first.alias == "a__avg"
    assert query.filled("5.5")["filters"][0]["values"] == ["5.5"]


def test_an_answer_of_one_column_may_be_no_value_at_all() -> None:
    assert published_rows("avg_yearly\n\n") == ((None,),)
    assert published_rows("a|b\n1|\n\n") == (("1", None),)
