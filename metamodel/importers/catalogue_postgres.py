"""What Postgres' catalogue says of a database's tables."""

import contextlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row

from metamodel.importers.catalogue import (
    Catalogue,
    Column,
    Dialect,
    ForeignKey,
    Table,
    TableKind,
    Unread,
)
from metamodel.importers.errors import SourceNotUnderstood, SourceRefused, SourceUnreachable
from metamodel.importers.value_lists import value_list

Row = dict[str, Any]
_Rows = dict[int, list[Row]]
_SHOWN = ("host", "hostaddr", "port", "dbname", "user", "service")

_TABLES = """
SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind IN ('v', 'm') AS is_view,
       obj_description(c.oid, 'pg_class') AS comment,
       (SELECT count(*) FROM pg_partition_tree(c.oid) t
        WHERE c.relkind = 'p' AND t.isleaf AND t.relid <> c.oid) AS partitions,
       CASE WHEN c.reltuples >= 0 THEN c.reltuples::bigint END AS rows,
       has_table_privilege(c.oid, 'SELECT') AS readable
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY(%(schemas)s) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND NOT c.relispartition AND c.relpersistence <> 't'
  AND has_schema_privilege(n.oid, 'USAGE')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY array_position(%(schemas)s, n.nspname::text), c.relname COLLATE "C"
"""
# A domain stands for the type below it; `basetypes` follows domains over domains.
_COLUMNS = """
WITH RECURSIVE basetypes AS (
    SELECT oid AS type, oid AS base, typtypmod AS modifier, typnotnull AS not_null
    FROM pg_type WHERE typtype <> 'd'
    UNION ALL
    SELECT d.oid, b.base, CASE WHEN d.typtypmod >= 0 THEN d.typtypmod ELSE b.modifier END,
           b.not_null OR d.typnotnull
    FROM pg_type d JOIN basetypes b ON b.type = d.typbasetype WHERE d.typtype = 'd'
)
SELECT a.attrelid AS oid, a.attname AS name, a.atttypid AS type,
       CASE WHEN t.typtype = 'e' THEN 'enum()' WHEN t.typname = 'citext' THEN 'citext' ELSE
           format_type(b.base, CASE WHEN b.type = b.base THEN a.atttypmod ELSE b.modifier END)
       END AS source_type,
       NOT (a.attnotnull OR b.not_null) AS nullable,
       col_description(a.attrelid, a.attnum) AS comment,
       a.attgenerated <> '' AS generated,
       (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e
        WHERE e.enumtypid = b.base) AS labels,
       (SELECT nullif(p.n_distinct, 0) FROM pg_stats p
        WHERE %(statistics)s AND p.schemaname = n.nspname AND p.tablename = c.relname
          AND p.attname = a.attname
        ORDER BY p.inherited DESC LIMIT 1) AS n_distinct
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN basetypes b ON b.type = a.atttypid
JOIN pg_type t ON t.oid = b.base
WHERE a.attrelid = ANY(%(tables)s) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
"""


def _names_of(table: str, numbers: str) -> str:
    """SQL for the names of columns given by number, in their order."""
    return (
        f"(SELECT array_agg(a.attname::text ORDER BY n.place) FROM unnest({numbers})"  # noqa: S608 - constants
        " WITH ORDINALITY AS n(number, place) JOIN pg_attribute a"
        f" ON a.attrelid = {table} AND a.attnum = n.number)"
    )


# Clones of a constraint for single partitions have a parent, and are left out. A unique index over
# plain columns and all rows is a key too, whether or not it is called a constraint.
_CONSTRAINTS = f"""
SELECT k.conrelid AS oid, k.contype::text AS kind, pg_get_constraintdef(k.oid) AS text,
       {_names_of("k.conrelid", "k.conkey")} AS columns,
       {_names_of("k.confrelid", "k.confkey")} AS targets,
       n.nspname AS target_schema, c.relname AS target_table
FROM pg_constraint k
LEFT JOIN pg_class c ON c.oid = k.confrelid
LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.conrelid = ANY(%(tables)s) AND k.contype IN ('p', 'u', 'f', 'c') AND k.conparentid = 0
UNION ALL
SELECT i.indrelid, 'u', '', {_names_of("i.indrelid", "i.indkey[0:i.indnkeyatts - 1]")},
       NULL, NULL, NULL
FROM pg_index i
WHERE i.indrelid = ANY(%(tables)s) AND i.indisunique AND i.indisvalid
  AND i.indpred IS NULL AND i.indexprs IS NULL
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
ORDER BY oid, kind, text, columns
"""  # noqa: S608 - constants
_DOMAIN_CHECKS = """
SELECT contypid AS oid, pg_get_constraintdef(oid) AS text FROM pg_constraint
WHERE contypid <> 0 AND contype = 'c' ORDER BY contypid, conname
"""


@contextlib.contextmanager
def open_postgres(dsn: str, *, timeout_s: float = 30.0) -> Iterator[psycopg.Connection[Row]]:
    """A connection that only reads, with a limit on everything; no message shows its password.

    Raises SourceNotUnderstood, SourceUnreachable, SourceRefused.
    """
    place = shown_dsn(dsn)
    try:
        connection = psycopg.connect(
            dsn,
            row_factory=dict_row,
            connect_timeout=max(2, int(timeout_s)),
            application_name="rampart import",
            options=f"-c statement_timeout={int(timeout_s * 1000)}"
            " -c default_transaction_read_only=on -c search_path=pg_catalog",
            tcp_user_timeout=int(timeout_s * 1000),
        )
    except psycopg.OperationalError as error:
        raise SourceUnreachable(place, str(error).strip()) from error
    with connection, _translated(place):
        yield connection


def shown_dsn(dsn: str) -> str:
    """A data source name without its secrets. Raises SourceNotUnderstood, which shows nothing."""
    try:
        known = conninfo_to_dict(dsn)
    except psycopg.Error:
        # The parser quotes what it trips over, which may be the password.
        raise SourceNotUnderstood("the Postgres data source name has a fault") from None
    return " ".join(f"{key}={known[key]}" for key in _SHOWN if known.get(key))


class PostgresCatalogue:
    """Reads `pg_catalog` in one transaction of the connection."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection

    def read(self, schemas: Sequence[str] = (), *, statistics: bool = True) -> Catalogue:
        """All tables and views of these schemas, default: `public`, in the order given.

        Partitions are part of their table, and what an extension brought is none of ours.
        Statistics are those of the last ANALYZE.
        """
        wanted = list(schemas) or ["public"]
        every = self._rows(_TABLES, {"schemas": wanted})
        tables = [row for row in every if row["readable"]]
        oids = [row["oid"] for row in tables]
        columns = self._by_oid(_COLUMNS, {"tables": oids, "statistics": statistics})
        constraints = self._by_oid(_CONSTRAINTS, {"tables": oids})
        domains = self._by_oid(_DOMAIN_CHECKS, {})
        (name,) = self._rows("SELECT current_database() AS name", {})
        found = [
            _table(row, columns.get(row["oid"], []), constraints.get(row["oid"], []), domains)
            for row in tables
        ]
        unread = tuple(_unreadable(row) for row in every if not row["readable"])
        return Catalogue(name["name"], Dialect.POSTGRES, tuple(found), unread)

    def _by_oid(self, query: str, values: Row) -> _Rows:
        found: _Rows = defaultdict(list)
        for row in self._rows(query, values):
            found[row["oid"]].append(row)
        return found

    def _rows(self, query: str, values: Row) -> list[Row]:
        return self._connection.execute(query.encode(), values).fetchall()


@contextlib.contextmanager
def _translated(place: str) -> Iterator[None]:
    try:
        yield
    except (psycopg.errors.QueryCanceled, psycopg.OperationalError) as error:
        raise SourceUnreachable(place, str(error).strip()) from error
    except psycopg.Error as error:
        raise SourceRefused(place, str(error).strip()) from error


def _table(row: Row, columns: list[Row], constraints: list[Row], domains: _Rows) -> Table:
    checks = [item["text"] for item in constraints if item["kind"] == "c"]
    lists = {found.column: found.values for text in checks if (found := value_list(text))}
    return Table(
        row["schema"],
        row["name"],
        columns=tuple(_column(item, lists, domains, row["rows"]) for item in columns),
        kind=TableKind.VIEW if row["is_view"] else TableKind.TABLE,
        primary_key=next(_columns_of(constraints, "p"), ()),
        unique=tuple(_columns_of(constraints, "u")),
        foreign_keys=tuple(_foreign_key(item) for item in constraints if item["kind"] == "f"),
        checks=tuple(text for text in checks if not value_list(text)),
        comment=row["comment"],
        rows=row["rows"],
        partitions=row["partitions"],
    )


def _unreadable(row: Row) -> Unread:
    cure = "Grant SELECT on it to the user that imports, and to Cube's."
    return Unread(
        f"{row['schema']}.{row['name']}", "its rows may not be read; it is left out", cure
    )


def _column(
    row: Row, lists: dict[str, tuple[str, ...]], domains: _Rows, rows: int | None
) -> Column:
    of_domain = (value_list(item["text"]) for item in domains.get(row["type"], ()))
    labels = tuple(row["labels"] or ())
    return Column(
        name=row["name"],
        source_type=row["source_type"],
        nullable=row["nullable"],
        comment=row["comment"],
        values=lists.get(row["name"])
        or labels
        or next((found.values for found in of_domain if found), ()),
        generated=row["generated"],
        distinct=_distinct(row["n_distinct"], rows),
    )


def _distinct(estimate: float | None, rows: int | None) -> int | None:
    """Postgres gives a count, or the negative share of rows that differ."""
    if estimate is None:
        return None
    if estimate >= 0:
        return round(estimate)
    return None if rows is None else round(-estimate * rows)


def _columns_of(constraints: list[Row], kind: str) -> Iterator[tuple[str, ...]]:
    return (tuple(item["columns"]) for item in constraints if item["kind"] == kind)


def _foreign_key(row: Row) -> ForeignKey:
    return ForeignKey(
        tuple(row["columns"]), row["target_schema"], row["target_table"], tuple(row["targets"])
    )
