from pathlib import Path

import duckdb
import pytest

from metamodel.importers.catalogue_duckdb import DuckDbCatalogue, open_duckdb
from metamodel.importers.errors import SourceRefused, SourceUnreachable
from metamodel.importers.source_types import attribute_type


def test_nested_and_wide_types_are_known_or_undecided() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE t (a HUGEINT, b STRUCT(x INTEGER), c MAP(VARCHAR, INTEGER), d VARCHAR[],"
            " e TIMESTAMP_NS, f BLOB, g UTINYINT, h TIME, i UNION(n INTEGER, s VARCHAR))"
        )
        found = DuckDbCatalogue(connection).read()
    kinds = [attribute_type(str(one.source_type), found.dialect) for one in found.tables[0].columns]
    assert kinds == [
        "decimal",
        None,
        None,
        "array",
        "timestamp",
        "binary",
        "integer",
        "time",
        None,
    ]


def test_temporary_tables_and_other_databases_are_none_of_ours() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TEMP TABLE mine (n INTEGER)")
        connection.execute("ATTACH ':memory:' AS other")
        connection.execute("CREATE TABLE other.theirs (n INTEGER)")
        connection.execute("CREATE TABLE ours (n INTEGER)")
        assert [item.name for item in DuckDbCatalogue(connection).read().tables] == ["ours"]


def test_many_rows_are_estimated_and_never_more_than_there_are() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT i, i % 3 AS k FROM range(200000) r(i)")
        (table,) = DuckDbCatalogue(connection).read().tables
    every, few = (item.distinct or 0 for item in table.columns)
    assert 150_000 < every <= 200_000
    assert 1 <= few <= 6


def test_counting_that_takes_too_long_is_told_and_the_rest_is_read() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (n INTEGER)")
        connection.execute("INSERT INTO t VALUES (1)")
        found = _Slow(connection).read()
    assert found.tables[0].columns[0].distinct is None
    (item,) = found.unread
    assert item.place == "main.t"
    assert "no answer within 0.05 s" in item.reason


class _Slow(DuckDbCatalogue):
    """Counts with a query that would run for hours."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(connection, timeout_s=0.05)

    def _fetch(self, sql: str) -> tuple[list[str], list[tuple[object, ...]]]:
        endless = "SELECT count(*) FROM range(100000000) a, range(100000000) b"
        return super()._fetch(endless if "count(DISTINCT" in sql else sql)


def test_a_file_is_only_read(tmp_path: Path) -> None:
    file = tmp_path / "shop.duckdb"
    duckdb.connect(str(file)).close()
    with open_duckdb(file) as connection, pytest.raises(duckdb.InvalidInputException):
        connection.execute("CREATE TABLE t (n INTEGER)")


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with (
        pytest.raises(SourceUnreachable, match="no such file"),
        open_duckdb(tmp_path / "no.duckdb"),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.duckdb").write_text("no database at all, just text " * 999)
    with pytest.raises(SourceUnreachable), open_duckdb(tmp_path / "x.duckdb"):
        pass


def test_a_query_that_fails_is_ours() -> None:
    with duckdb.connect() as connection, pytest.raises(SourceRefused, match="DuckDB"):
        DuckDbCatalogue(connection)._fetch("SELECT * FROM nowhere")
