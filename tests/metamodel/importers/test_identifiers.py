import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from metamodel.importers.catalogue import Dialect
from metamodel.importers.identifiers import column_sql, shortened, snake_case, table_sql
from metamodel.model.texts import Column as ColumnName
from tests.metamodel.importers.sources import column, table


@pytest.mark.parametrize(
    ("name", "dialect", "expected"),
    [
        ("order_id", Dialect.POSTGRES, "order_id"),
        ("OrderId", Dialect.POSTGRES, '"OrderId"'),
        ("order", Dialect.POSTGRES, '"order"'),
        ("class", Dialect.POSTGRES, "class"),
        ("two words", Dialect.DUCKDB, '"two words"'),
        ("ORDER_ID", Dialect.SNOWFLAKE, "ORDER_ID"),
        ("order_id", Dialect.SNOWFLAKE, "order_id"),
        ("two words", Dialect.SNOWFLAKE, '"two words"'),
        ("OrderId", Dialect.BIGQUERY, "OrderId"),
        ("two words", Dialect.BIGQUERY, None),
        ('say "hi"', Dialect.POSTGRES, None),
        ("a{b}", Dialect.POSTGRES, None),
    ],
)
def test_columns_are_quoted_where_the_bare_name_means_another(
    name: str, dialect: Dialect, expected: str | None
) -> None:
    assert column_sql(column(name), dialect) == expected


def test_a_source_may_insist_on_quotes() -> None:
    assert column_sql(column("id", quoted=True), Dialect.SNOWFLAKE) == '"id"'


@given(st.text(min_size=1, max_size=20))
def test_whatever_is_written_fits_the_document(name: str) -> None:
    written = column_sql(column(name), Dialect.POSTGRES)
    if written is not None:
        assert TypeAdapter(ColumnName).validate_python(written) == written


def test_tables_carry_their_schema() -> None:
    assert table_sql(table("orders", schema="sales"), Dialect.POSTGRES) == "sales.orders"
    quoted = table('say "hi"', schema="Back Office")
    assert table_sql(quoted, Dialect.POSTGRES) == '"Back Office"."say ""hi"""'
    assert table_sql(table("a b", schema="x"), Dialect.BIGQUERY) == "x.`a b`"


def test_a_source_that_knows_its_own_spelling_is_believed() -> None:
    assert (
        table_sql(table("orders", sql_name='"dev"."orders"'), Dialect.POSTGRES) == '"dev"."orders"'
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CustomerId", "customer_id"),
        ("HTTPStatus", "http_status"),
        ("Straße Nr.", "strasse_nr"),
        ("größe", "grosse"),
        ("__x__", "x"),
        ("日本", ""),
        ("a  b--c", "a_b_c"),
    ],
)
def test_snake_case(name: str, expected: str) -> None:
    assert snake_case(name) == expected


@given(st.text(max_size=40))
def test_snake_case_is_an_identifier_and_stays_as_it_is(name: str) -> None:
    plain = snake_case(name)
    assert re.fullmatch(r"[a-z0-9_]*", plain)
    assert snake_case(plain) == plain


def test_long_names_stay_apart_when_they_are_shortened() -> None:
    names = {shortened("a" * 50 + end, 30) for end in ("x", "y")}
    assert len(names) == 2
    assert {len(name) for name in names} == {30}
    assert shortened("short", 30) == "short"
