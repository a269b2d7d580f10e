"""TPC-H at scale 0.01 in DuckDB, with the columns the demo's database adds, in schema `public`."""

from pathlib import Path

import duckdb
import duckdb_extension_tpch  # type: ignore[import-untyped]

SCALE = 0.01
TENANTS = ("AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST")
TABLES = ("region", "nation", "supplier", "customer", "part", "partsupp", "orders", "lineitem")

_CUSTOMERS_REGION = (
    "JOIN main.nation ON n_nationkey = c_nationkey JOIN main.region ON r_regionkey = n_regionkey"
)
_TENANT_OF = {
    "customer": _CUSTOMERS_REGION,
    "orders": f"JOIN main.customer ON c_custkey = o_custkey {_CUSTOMERS_REGION}",
    "lineitem": (
        "JOIN main.orders ON o_orderkey = l_orderkey"
        f" JOIN main.customer ON c_custkey = o_custkey {_CUSTOMERS_REGION}"
    ),
}


def connect() -> duckdb.DuckDBPyConnection:
    """A database with the eight tables; `public` is where both Cube's SQL and plain SQL look."""
    connection = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    folder = Path(next(iter(duckdb_extension_tpch.__path__)))
    (extension,) = folder.glob("extensions/*/tpch.duckdb_extension")
    connection.execute(f"LOAD '{extension}'")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"CALL dbgen(sf={SCALE})")
    connection.execute("CREATE SCHEMA public")
    for table in TABLES:
        tenant = "r_name AS tenant_id," if table in _TENANT_OF else ""
        connection.execute(
            f"CREATE TABLE public.{table} AS SELECT t.*, {tenant} 1::BIGINT AS version,"
            " TIMESTAMPTZ '2026-01-01 00:00:00+00' AS updated_at"
            f" FROM main.{table} t {_TENANT_OF.get(table, '')}"
        )
    connection.execute("USE public")
    return connection


def published_answer(connection: duckdb.DuckDBPyConnection, number: int) -> str:
    """The benchmark's own answer to a query, as text."""
    sql = "SELECT answer FROM tpch_answers() WHERE query_nr = ? AND scale_factor = ?"
    (row,) = connection.execute(sql, [number, SCALE]).fetchall()
    return str(row[0])
