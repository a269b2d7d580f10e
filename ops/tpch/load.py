"""TPC-H into Postgres, in one transaction."""

import tempfile
from pathlib import Path

import duckdb
import psycopg

from ops.tpch.errors import OtherDataLoaded
from ops.tpch.generator import generator
from ops.tpch.tables import TABLES, Table

CHUNK_BYTES = 1 << 20


def load_tpch(dsn: str, scale_factor: float = 0.01) -> bool:
    """Create and fill the eight tables in schema `public`; False if they are there already.

    Raises OtherDataLoaded if tables of these names hold anything else.
    """
    mark = f"TPC-H, scale factor {scale_factor:g}"
    with psycopg.connect(dsn, options="-c search_path=public -c timezone=UTC") as connection:
        if _loaded(connection, mark):
            return False
        with generator() as source, tempfile.TemporaryDirectory() as folder:
            source.execute("CALL dbgen(sf = $factor)", {"factor": scale_factor})
            for table in TABLES:
                _run(connection, table.create())
                _copy(source, connection, table, Path(folder))
        for table in TABLES:
            for statement in table.constrain():
                _run(connection, statement)
        _run(connection, f"COMMENT ON TABLE region IS '{mark}'")
    with psycopg.connect(dsn, autocommit=True) as connection:
        for table in TABLES:
            _run(connection, f"ANALYZE public.{table.name}")
    return True


def _loaded(connection: psycopg.Connection, mark: str) -> bool:
    """Is it there? Other processes that load wait for this transaction."""
    _run(connection, "SELECT pg_advisory_xact_lock(hashtext('rampart.tpch'))")
    found = connection.execute(
        "SELECT tablename, obj_description(format('public.%%I', tablename)::regclass)"
        " FROM pg_tables WHERE schemaname = 'public' AND tablename = ANY(%s)",
        ([table.name for table in TABLES],),
    ).fetchall()
    if found and ("region", mark) not in found:
        names = ", ".join(sorted(name for name, _ in found))
        raise OtherDataLoaded(names, f"expected all of them with `{mark}`")
    return bool(found)


def _copy(
    source: duckdb.DuckDBPyConnection, target: psycopg.Connection, table: Table, folder: Path
) -> None:
    file = folder / f"{table.name}.csv"
    source.execute(f"COPY ({table.select()}) TO '{file}' (FORMAT csv, HEADER false)")
    statement = f"COPY {table.name} FROM STDIN (FORMAT csv)"
    with (
        file.open("rb") as rows,
        target.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        while chunk := rows.read(CHUNK_BYTES):
            copy.write(chunk)


def _run(connection: psycopg.Connection, statement: str) -> None:
    connection.execute(statement)
