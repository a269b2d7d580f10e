"""TPC-H in DuckDB as the demo's database holds it: what Cube's SQL is run on without a server."""

import contextlib
from collections.abc import Iterator

import duckdb

from ops.tpch.generator import generator
from ops.tpch.tables import TABLES


@contextlib.contextmanager
def offline_tables(scale_factor: float = 0.01) -> Iterator[duckdb.DuckDBPyConnection]:
    """The eight tables with the platform's columns, in schema `public`, which is searched first."""
    with generator() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("CALL dbgen(sf = $factor)", {"factor": scale_factor})
        connection.execute("CREATE SCHEMA public")
        for table in TABLES:
            connection.execute(f"CREATE TABLE public.{table.name} AS {table.select()}")
        connection.execute("USE public")
        yield connection
