"""TPC-H in DuckDB, as the demo's database holds it."""

from collections.abc import Iterator

import duckdb
import pytest

from ops.tpch.offline import offline_tables
from ops.tpch.tables import TABLES, Table


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with offline_tables(0.001) as connection:
        yield connection


def columns(database: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    rows = database.execute(f"DESCRIBE public.{table}").fetchall()
    return [str(row[0]) for row in rows]


def one(database: duckdb.DuckDBPyConnection, query: str) -> object:
    row = database.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_schema_public_has_the_eight_tables(database: duckdb.DuckDBPyConnection) -> None:
    found = database.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    ).fetchall()

    assert {name for (name,) in found} == {table.name for table in TABLES}
    assert len(found) == 8


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_table_ends_with_the_platforms_columns(
    table: Table, database: duckdb.DuckDBPyConnection
) -> None:
    own = len(table.columns.split(";"))
    tenant = ["tenant_id"] if table.tenanted else []

    assert columns(database, table.name)[own:] == [*tenant, "version", "updated_at"]
    assert one(database, f"SELECT count(*) FROM public.{table.name}") != 0


def test_a_name_without_a_schema_means_the_table_with_the_platforms_columns(
    database: duckdb.DuckDBPyConnection,
) -> None:
    assert one(database, "SELECT count(*) FROM orders WHERE tenant_id IS NOT NULL") == 1500


def test_times_are_told_in_utc(database: duckdb.DuckDBPyConnection) -> None:
    assert one(database, "SELECT current_setting('TimeZone')") == "UTC"


def test_the_published_answer_comes_out_at_the_published_scale() -> None:
    with offline_tables() as database:
        revenue = one(
            database,
            "SELECT sum(l_extendedprice * l_discount) FROM lineitem"
            " WHERE l_shipdate >= '1994-01-01' AND l_shipdate < '1995-01-01'"
            " AND l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24",
        )

    assert str(revenue) == "1193053.2253"


def test_the_tables_are_gone_afterwards() -> None:
    with offline_tables(0.001) as database:
        pass

    with pytest.raises(duckdb.ConnectionException):
        database.execute("SELECT 1")
