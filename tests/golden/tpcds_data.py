"""TPC-DS in DuckDB: 24 tables, and no key declared."""

import contextlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import duckdb


@contextlib.contextmanager
def tpcds_tables() -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables without rows, from the extension in its wheel; nothing is fetched."""
    spec = importlib.util.find_spec("duckdb_extension_tpcds")
    assert spec
    assert spec.origin
    extension = next(Path(spec.origin).parent.rglob("tpcds.duckdb_extension"))
    with duckdb.connect() as connection:
        connection.execute(f"LOAD '{extension}'")
        connection.execute("CALL dsdgen(sf = 0)")
        yield connection
