"""What DuckDB's catalogue says of a database's tables."""

import contextlib
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from metamodel.importers.catalogue import (
    Catalogue,
    Column,
    Dialect,
    ForeignKey,
    Table,
    TableKind,
    Unread,
)
from metamodel.importers.errors import SourceRefused, SourceUnreachable
from metamodel.importers.value_lists import value_list

_TABLES = """
SELECT schema_name, table_name, 'table' AS kind, comment, estimated_size FROM duckdb_tables()
WHERE database_name = current_database() AND NOT internal AND NOT temporary
UNION ALL
SELECT schema_name, view_name, 'view', comment, NULL FROM duckdb_views()
WHERE database_name = current_database() AND NOT internal AND NOT temporary
ORDER BY 1, 2
"""
_COLUMNS = """
SELECT schema_name, table_name, column_name, data_type, is_nullable, comment
FROM duckdb_columns() WHERE database_name = current_database() AND NOT internal
ORDER BY schema_name, table_name, column_index
"""
_CONSTRAINTS = """
SELECT schema_name, table_name, constraint_type, expression, constraint_column_names,
       referenced_table, referenced_column_names
FROM duckdb_constraints() WHERE database_name = current_database()
ORDER BY schema_name, table_name, constraint_index
"""
_USUAL = ("main",)
_EXACT = 100_000
"""Rows up to which values are counted one by one; above it they are estimated."""
_Rows = dict[tuple[str, str], list[dict[str, Any]]]


@contextlib.contextmanager
def open_duckdb(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that only reads. Raises SourceUnreachable."""
    if not path.is_file():
        raise SourceUnreachable(str(path), "there is no such file")
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise SourceUnreachable(str(path), str(error)) from error
    with connection:
        yield connection


class DuckDbCatalogue:
    """Reads through a connection; every query is given up after `timeout_s`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, timeout_s: float = 60.0) -> None:
        self._connection = connection
        self._timeout_s = timeout_s

    def read(self, schemas: Sequence[str] = (), *, statistics: bool = True) -> Catalogue:
        """All tables and views of these schemas, default: `main`, in the order given.

        Statistics are counted from the rows. Raises SourceUnreachable, SourceRefused.
        """
        columns, constraints = self._by_table(_COLUMNS), self._by_table(_CONSTRAINTS)
        found, unread = self._rows(_TABLES), list[Unread]()
        tables: list[Table] = []
        for row in (
            row for name in schemas or _USUAL for row in found if row["schema_name"] == name
        ):
            place = (row["schema_name"], row["table_name"])
            counted = statistics and row["estimated_size"]
            distinct = self._distinct(place, row, columns[place], unread) if counted else {}
            tables.append(_table(row, columns[place], constraints.get(place, []), distinct))
        (name,) = self._rows("SELECT current_database() AS name")
        return Catalogue(name["name"], Dialect.DUCKDB, tuple(tables), tuple(unread))

    def _distinct(
        self,
        key: tuple[str, str],
        table: dict[str, Any],
        columns: list[dict[str, Any]],
        unread: list[Unread],
    ) -> dict[str, int]:
        """How many values each column has; none where counting takes too long."""
        rows = table["estimated_size"]
        count = "count(DISTINCT {})" if rows <= _EXACT else "approx_count_distinct({})"
        counts = ", ".join(count.format(_quote(item["column_name"])) for item in columns)
        sql = f"SELECT {counts} FROM {'.'.join(map(_quote, key))}"  # noqa: S608 - quoted names
        try:
            (row,) = self._fetch(sql)[1]
        except SourceUnreachable as error:
            cure = "Give it more time with --timeout, or state cardinalities by hand."
            unread.append(Unread(".".join(key), f"its values were not counted: {error}", cure))
            return {}
        names = [item["column_name"] for item in columns]
        return {name: min(found, rows) for name, found in zip(names, row, strict=True)}

    def _by_table(self, sql: str) -> _Rows:
        found: _Rows = defaultdict(list)
        for row in self._rows(sql):
            found[row["schema_name"], row["table_name"]].append(row)
        return found

    def _rows(self, sql: str) -> list[dict[str, Any]]:
        names, rows = self._fetch(sql)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _fetch(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        timer = threading.Timer(self._timeout_s, self._connection.interrupt)
        timer.daemon = True
        timer.start()
        try:
            result = self._connection.execute(sql)
            return [item[0] for item in result.description or ()], result.fetchall()
        except duckdb.InterruptException as error:
            raise SourceUnreachable("DuckDB", f"no answer within {self._timeout_s:g} s") from error
        except duckdb.Error as error:
            raise SourceRefused("DuckDB", str(error)) from error
        finally:
            timer.cancel()


def _table(
    row: dict[str, Any],
    columns: list[dict[str, Any]],
    rules: list[dict[str, Any]],
    distinct: dict[str, int],
) -> Table:
    schema, name = row["schema_name"], row["table_name"]
    checks = [rule["expression"] for rule in rules if rule["constraint_type"] == "CHECK"]
    lists = {found.column.lower(): found.values for text in checks if (found := value_list(text))}
    return Table(
        schema,
        name,
        columns=tuple(
            _column(item, lists.get(item["column_name"].lower(), ()), distinct) for item in columns
        ),
        kind=TableKind(row["kind"]),
        primary_key=next(_keys(rules, "PRIMARY KEY"), ()),
        unique=tuple(_keys(rules, "UNIQUE")),
        foreign_keys=tuple(_foreign_keys(schema, rules)),
        checks=tuple(text for text in checks if not value_list(text)),
        comment=row["comment"],
        rows=row["estimated_size"],
    )


def _column(row: dict[str, Any], values: tuple[str, ...], distinct: dict[str, int]) -> Column:
    kind = row["data_type"]
    return Column(
        name=row["column_name"],
        source_type=kind,
        nullable=row["is_nullable"],
        comment=row["comment"],
        values=values or _labels(kind),
        distinct=distinct.get(row["column_name"]),
    )


def _labels(kind: str) -> tuple[str, ...]:
    """The values of a type that is written `ENUM('a', 'b')`."""
    found = value_list(f"v IN {kind[4:]}") if kind.upper().startswith("ENUM(") else None
    return found.values if found else ()


def _keys(rules: list[dict[str, Any]], kind: str) -> Iterator[tuple[str, ...]]:
    return (
        tuple(rule["constraint_column_names"]) for rule in rules if rule["constraint_type"] == kind
    )


def _foreign_keys(schema: str, rules: list[dict[str, Any]]) -> Iterator[ForeignKey]:
    """DuckDB has foreign keys within one schema only."""
    for rule in rules:
        if rule["constraint_type"] == "FOREIGN KEY":
            columns = tuple(rule["constraint_column_names"])
            targets = tuple(rule["referenced_column_names"])
            yield ForeignKey(columns, schema, rule["referenced_table"], targets)


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
