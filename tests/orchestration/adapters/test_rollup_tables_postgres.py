"""Looking at rollup tables and fact tables in Postgres."""

from dataclasses import replace
from datetime import date

import psycopg
import pytest

from metamodel.model.partitions import Extent
from orchestration.adapters.postgres import Postgres
from orchestration.adapters.rollup_tables_postgres import PostgresRollupTables
from tests.fakes.rollups import rollup

pytestmark = pytest.mark.integration


@pytest.fixture
def postgres(database_url: str) -> Postgres:
    made = Postgres(database_url, timeout_s=20)
    with made.connection() as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS preaggs")
        connection.execute("CREATE TABLE preaggs.orders_by_day AS SELECT generate_series(1, 7)")
        connection.execute("CREATE TABLE IF NOT EXISTS public.orders (o_orderdate timestamptz)")
    return made


def test_only_tables_that_are_there_exist(postgres: Postgres) -> None:
    tables = PostgresRollupTables(postgres)

    assert tables.existing(["preaggs.orders_by_day", "preaggs.gone"]) == {"preaggs.orders_by_day"}
    assert tables.existing([]) == set()


def test_a_table_has_its_rows(postgres: Postgres) -> None:
    assert PostgresRollupTables(postgres).rows("preaggs.orders_by_day") == 7


def test_dropped_tables_are_gone_and_those_that_were_gone_do_not_matter(postgres: Postgres) -> None:
    tables = PostgresRollupTables(postgres)

    tables.drop(["preaggs.orders_by_day", "preaggs.gone"])

    assert tables.existing(["preaggs.orders_by_day"]) == set()


def test_names_are_names_and_never_sql(postgres: Postgres) -> None:
    evil = "preaggs.x; DROP TABLE orders_by_day"
    tables = PostgresRollupTables(postgres)

    with pytest.raises(psycopg.errors.UndefinedTable):
        tables.rows(evil)

    assert tables.rows("preaggs.orders_by_day") == 7


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([], False),
        (["2024-01-01", "2025-12-31"], False),
        (["2023-12-31"], True),
        (["2024-06-01", "2026-01-01"], True),
    ],
)
def test_rows_outside_the_extent_are_told(
    postgres: Postgres, days: list[str], *, told: bool
) -> None:
    with postgres.connection() as connection:
        for day in days:
            connection.execute("INSERT INTO public.orders VALUES (%s)", [day])

    words = PostgresRollupTables(postgres).outside(rollup())

    assert (words is not None) is told
    if words:
        assert words.startswith(f"orders holds {days[0]}")


def test_dates_are_compared_as_times_are(postgres: Postgres) -> None:
    with postgres.connection() as connection:
        connection.execute("CREATE TABLE public.shipments AS SELECT DATE '2026-01-01' AS day")
    shipped = replace(rollup(), time_sql="day", time_table="public.shipments")

    tables = PostgresRollupTables(postgres)

    assert tables.outside(shipped)
    wide = Extent(date(2024, 1, 1), date(2026, 12, 31))
    assert tables.outside(replace(shipped, extent=wide)) is None


def test_a_rollup_without_a_time_has_no_outside(postgres: Postgres) -> None:
    assert PostgresRollupTables(postgres).outside(replace(rollup(), time_sql=None)) is None
