"""Rows in Postgres: what the contract does not say."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL

from metamodel.model.attribute import AttributeType
from metamodel.model.load import load
from ops.tpch.load import load_tpch
from ops.tpch.served import DOCUMENT
from presence_api.adapters.entity_sql import Statement
from presence_api.adapters.entity_store_postgres import PostgresEntityStore
from presence_api.caller import Caller
from presence_api.entities.catalogue.view import EntityView, entity_view
from presence_api.entities.faults import RequestInvalid
from presence_api.entities.instance import InstanceUnknown
from presence_api.entities.search.cursor import CursorRefused, Cursors
from presence_api.entities.search.ordering import total_order
from presence_api.entities.search.reader import EntityReader, Page
from presence_api.ports.entity_store import (
    EntityMisfit,
    EntityStoreUnavailable,
    OrderBy,
    RowQuery,
    RowSource,
    SearchTooSlow,
)
from presence_api.ports.row_conditions import EVERY_ROW, Comparison, Condition, StoredColumn, Test
from tests.contract.entity_store_contract import SOURCE, column, query
from tests.contract.test_entity_store import write_gadgets
from tests.presence_api.entities.gadgets import DDL, TENANTS, varied, view
from tests.presence_api.injection.nasty import NASTY

MANY = 20_000
TENANT = Test(column("tenant_id"), Comparison.IN, ("acme",))
FILL = """
INSERT INTO gadget (gadget_id, tenant_id, status, size, made, updated_at, version)
SELECT n, (%s::text[])[n %% 5 + 1], 'open', n %% 7, nullif(date '2026-01-01' + n %% 300,
  '2026-01-05'), '2026-01-01Z', 1
FROM generate_series(1, %s) AS n
"""


@contextmanager
def opened(url: str, timeout_s: float = 10) -> Iterator[PostgresEntityStore]:
    store = PostgresEntityStore(url, timeout_s)
    store.open()
    try:
        yield store
    finally:
        store.close()


def run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True, options="-c timezone=UTC") as connection:
        for statement in statements:
            connection.execute(SQL(statement))


def plan(url: str, asked: RowQuery) -> dict[str, Any]:
    """What Postgres did: the outermost node that is not LIMIT, with all blocks it looked at."""
    statement = Statement(asked)
    explain = SQL("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ") + statement.text
    with psycopg.connect(url) as connection:
        (((found,),),) = connection.execute(explain, statement.values).fetchall()
    node: dict[str, Any] = found["Plan"]["Plans"][0]
    return node


@pytest.mark.integration
def test_any_page_is_read_from_an_index_and_costs_the_same(database_url: str) -> None:
    run(database_url, DDL, "CREATE INDEX ON gadget (made, gadget_id)")
    with psycopg.connect(database_url) as connection:
        connection.execute(FILL, (list(TENANTS), MANY))
    run(database_url, "VACUUM ANALYZE gadget")
    for steps, late, blocks in (
        ((), (MANY - 1000,), 20),
        ((OrderBy(column("gadget_id"), True),), (1000,), 20),
        ((OrderBy(column("made"), True),), ("2026-03-01", 9), 1000),  # rows of a day lie far apart
    ):
        order = total_order(SOURCE, steps)
        for after in (None, late):
            node = plan(database_url, query(TENANT, order=order, after=after, limit=50))
            assert node["Node Type"] == "Index Scan"  # and so nothing was sorted
            assert node["Actual Rows"] == 50
            assert node["Shared Hit Blocks"] + node["Shared Read Blocks"] < blocks


@pytest.mark.integration
def test_an_order_without_an_index_is_seen_to_sort(database_url: str) -> None:
    run(database_url, DDL)
    with psycopg.connect(database_url) as connection:
        connection.execute(FILL, (list(TENANTS), 1000))
    order = total_order(SOURCE, (OrderBy(column("size")),))
    assert plan(database_url, query(order=order))["Node Type"] == "Sort"


@pytest.mark.integration
def test_nobody_gets_sql_in(database_url: str) -> None:
    run(database_url, DDL)
    everything = [varied(number) for number in range(60)]
    with psycopg.connect(database_url, options="-c timezone=UTC") as connection:
        write_gadgets(connection, everything)
    mine = view("analyst")
    with opened(database_url) as store:
        reads = EntityReader(store, Cursors(b"key"))
        good = reads.search(mine, {"limit": 1})
        for attack in NASTY:
            for body in attacked(attack, str(good.next)):
                page = attempt(reads, mine, body)
                assert all(row.values["tenant_id"] == "acme" for row in page.rows)
            with pytest.raises(InstanceUnknown):
                reads.get(mine, attack)
        assert reads.search(view("admin"), {"limit": 500}).rows
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM gadget").fetchone() == (60,)


def attacked(attack: str, cursor: str) -> Iterator[dict[str, Any]]:
    """Searches with the text at every place that takes one."""
    for op in ("eq", "ne", "in", "nin", "lt", "between", "contains", "startsWith", attack):
        value: Any = [attack, attack] if op in {"in", "nin", "between"} else attack
        for field in ("name", "note", "size", "made", "seen", "code", "amount", "sold"):
            yield {"where": {"field": field, "op": op, "value": value}}
    yield {"where": {"field": attack, "op": "eq", "value": 1}}
    yield {"where": {attack: [{"field": "size", "op": "eq", "value": 1}]}}
    yield {"order": [{"by": attack}]}
    yield {"order": [{"by": "size", "dir": attack}]}
    yield {"order": [{"by": "size", "dir": "asc", attack: 1}]}
    yield {"fields": [attack]}
    yield {"limit": attack}
    yield {"cursor": attack}
    yield {"cursor": cursor + attack}
    yield {attack: 1}


def attempt(reads: EntityReader, mine: EntityView, body: dict[str, Any]) -> Page:
    try:
        return reads.search(mine, body)
    except (RequestInvalid, CursorRefused):
        return Page((), None)


@pytest.mark.integration
def test_every_entity_of_the_demo_is_read_whole(database_url: str) -> None:
    load_tpch(database_url)
    demo = load(DOCUMENT.read_text(encoding="utf-8")).require()
    anna = Caller("EUROPE", "anna", frozenset({"analyst"}))
    with opened(database_url) as store:
        reads = EntityReader(store, Cursors(b"key"))
        for entity in demo.entities:
            mine = entity_view(demo, entity.name, anna)
            first = reads.search(mine, {"limit": 2})
            second = reads.search(mine, {"limit": 2, "cursor": first.next})
            for row in (*first.rows, *second.rows):
                assert reads.get(mine, row.id) == row
                assert (row.version, str(row.updated_at)[-1]) == (1, "Z")
                assert row.values.get("tenant_id", "EUROPE") == "EUROPE"
            assert len({row.id for row in (*first.rows, *second.rows)}) == 4


T = AttributeType
KINDS: tuple[tuple[AttributeType, str, list[Any]], ...] = (
    (T.FLOAT, "real", ["0.1", "0.2", "NaN", "Infinity", None]),
    (T.FLOAT, "float8", ["0.1", "1e300", "NaN", "-Infinity", None]),
    (T.DECIMAL, "numeric", ["NaN", "1.10", "1e100", None]),
    (T.TIMESTAMPTZ, "timestamptz", ["infinity", "2026-01-01Z", "0044-03-15Z BC", None]),
    (T.TIMESTAMP, "timestamp", ["-infinity", "2026-01-01 00:00:00.000001", None]),
    (T.DATE, "date", ["infinity", "2026-01-01", "0044-03-15 BC", None]),
    (T.STRING, "mood", ["sad", "happy", None]),
    (T.STRING, "char(5)", ["a", "b ", None]),
    (T.STRING, "varchar(9)", ["a", "%s", "", None]),
    (T.TIME, "time", ["24:00", "00:00", None]),
    (T.BOOLEAN, "boolean", ["true", "false", None]),
)


@pytest.mark.integration
@pytest.mark.parametrize(("kind", "stored", "values"), KINDS)
def test_pages_end_whatever_a_column_holds(
    database_url: str, kind: AttributeType, stored: str, values: list[Any]
) -> None:
    run(
        database_url,
        "CREATE TYPE mood AS ENUM ('sad', 'happy')",
        f'CREATE TABLE "Odd"".T" (id int PRIMARY KEY, "Va""l.ue" {stored})',
    )
    with psycopg.connect(database_url, options="-c timezone=UTC") as connection:
        connection.cursor().executemany(
            'INSERT INTO "Odd"".T" VALUES (%s, %s)', list(enumerate([*values, *values]))
        )
    key = StoredColumn("id", "id", AttributeType.INTEGER, nullable=False)
    value = StoredColumn("value", 'Va"l.ue', kind, nullable=True)
    source = RowSource(('Odd".T',), (key,))
    with opened(database_url) as store:
        for steps in product((OrderBy(value), OrderBy(value, True)), (OrderBy(key),)):
            after, found = None, []
            for _ in range(2 * len(values) + 1):
                page = store.search(RowQuery(source, (value,), steps, EVERY_ROW, after, 1))
                found += [int(row.id) for row in page]
                after = page[0].position if page else after
            assert sorted(found) == list(range(2 * len(values)))
        if kind is AttributeType.STRING:
            texts = tuple(str(one) for one in values if one)
            several = Test(value, Comparison.IN, texts)
            rows = store.search(RowQuery(source, (value,), (OrderBy(key),), several))
            assert len(rows) == 2 * len(texts)


@pytest.mark.integration
def test_a_search_that_takes_too_long_is_ended(database_url: str) -> None:
    run(database_url, "CREATE VIEW slow AS SELECT 1 AS id, pg_sleep(60)::text AS name")
    with opened(database_url, 0.3) as store, pytest.raises(SearchTooSlow):
        store.search(of_table("slow"))


@pytest.mark.integration
@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("SELECT 1", EVERY_ROW),
        ("CREATE TABLE odd (id int)", EVERY_ROW),
        ("CREATE TABLE odd AS SELECT 'x' AS id, 'y' AS name", EVERY_ROW),
        (
            "CREATE TABLE odd AS SELECT 1 AS id, now() AS name",
            Test(StoredColumn("name", "name", T.STRING, nullable=True), Comparison.IN, ("x",)),
        ),
    ],
)
def test_a_table_that_is_not_what_was_said_is_no_fault_of_the_search(
    database_url: str, statement: str, where: Condition
) -> None:
    run(database_url, statement)
    with opened(database_url) as store, pytest.raises(EntityMisfit):
        store.search(of_table("odd", where))


@pytest.mark.integration
def test_connections_can_only_read(database_url: str) -> None:
    run(
        database_url,
        "CREATE SEQUENCE counted",
        "CREATE VIEW odd AS SELECT nextval('counted') AS id, 'x' AS name",
    )
    with opened(database_url) as store, pytest.raises(EntityMisfit, match="read-only"):
        store.search(of_table("odd"))


def test_without_postgres_nothing_is_read() -> None:
    with (
        opened("postgresql://rampart@127.0.0.1:1/none", 0.2) as store,
        pytest.raises(EntityStoreUnavailable),
    ):
        store.search(of_table("odd"))


def of_table(name: str, where: Condition = EVERY_ROW) -> RowQuery:
    key = StoredColumn("id", "id", AttributeType.INTEGER, nullable=False)
    value = StoredColumn("name", "name", AttributeType.STRING, nullable=True)
    return RowQuery(RowSource((name,), (key,)), (value,), (OrderBy(key),), where)
