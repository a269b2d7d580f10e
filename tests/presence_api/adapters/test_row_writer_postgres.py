"""Rows changed in Postgres: what the contract does not say."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from metamodel.events.codec import Codec
from metamodel.kernel.clock import SystemClock
from presence_api.adapters.row_writer_postgres import PostgresRowWriter
from presence_api.adapters.write_guard_postgres import PostgresWriteGuard
from presence_api.caller import Caller
from presence_api.entities.writing.patching import (
    Editor,
    HeldBy,
    Patching,
    PatchWanted,
    VersionConflict,
)
from presence_api.ports.entity_store import EntityStoreUnavailable
from presence_api.ports.lock_table import LockAddress
from tests.contract.test_entity_store import write_gadgets
from tests.contract.write_guard_contract import TOKENS
from tests.presence_api.entities.gadgets import DDL, caller, row, view

CODEC = Codec.committed()
GUARD = PostgresWriteGuard(TOKENS)


class Nobody:
    """Holds anything."""

    def other_than(self, caller: Caller, address: LockAddress) -> HeldBy | None:
        del caller, address
        return None


@pytest.fixture
def url(database_url: str) -> str:
    with psycopg.connect(database_url, options="-c timezone=UTC") as connection:
        connection.execute(DDL)
        write_gadgets(connection, [row(1, name="ada", made="2026-01-01")])
    return database_url


@pytest.fixture
def patching(url: str) -> Iterator[Patching]:
    writer = PostgresRowWriter(url, 20, GUARD, connections=50)
    writer.open()
    yield Patching(writer, Nobody(), CODEC, SystemClock())
    writer.close()


def asked(url: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(statement.encode()).fetchall()


@pytest.mark.parametrize(
    ("writers", "patches"),
    [
        pytest.param(8, 25, marks=pytest.mark.integration),
        pytest.param(50, 200, marks=pytest.mark.faults),
    ],
)
def test_of_writers_at_once_each_version_has_one_winner_and_none_is_lost(
    url: str, patching: Patching, writers: int, patches: int
) -> None:
    def write(user: int) -> list[int]:
        """Always from the newest version that was seen; the versions that were ours."""
        editor, version, won = Editor(caller("analyst"), f"user {user}"), 1, []
        for number in range(patches):
            patch = {"amount": (user * patches + number) % 100}
            wanted = PatchWanted("1", patch, version)
            try:
                change = patching.patch(view("analyst"), editor, wanted, lambda _: ()).change
            except VersionConflict as conflict:
                version = conflict.version
            else:
                won += [change.version] * bool(change.changed)
                version = change.version
        return won

    with ThreadPoolExecutor(writers) as pool:
        won = Counter(
            version for versions in pool.map(write, range(writers)) for version in versions
        )
    ((last,),) = asked(url, "SELECT version FROM gadget")
    assert won == dict.fromkeys(range(2, last + 1), 1)
    told = asked(url, "SELECT value FROM rampart.outbox ORDER BY shard, seq")
    versions = [CODEC.decode("entity.lifecycle.v1", one)["versions"][0] for (one,) in told]
    assert versions == list(range(2, last + 1))
    assert asked(url, "SELECT version FROM rampart.entity_change") == [(last,)]


@pytest.mark.integration
def test_a_number_as_the_database_keeps_it_is_no_change(url: str, patching: Patching) -> None:
    editor = Editor(caller("analyst"), "Anna")
    for version, amount, expected in ((1, "2.5", 2), (2, 2.50, 2), (2, "2.500", 2), (2, 3, 3)):
        wanted = PatchWanted("1", {"amount": amount}, version)
        change = patching.patch(view("analyst"), editor, wanted, lambda _: ()).change
        assert change.version == expected


def test_nobody_at_home_is_told_so() -> None:
    writer = PostgresRowWriter("postgresql://127.0.0.1:1/none", 0.5, GUARD)
    writer.open()
    try:
        with pytest.raises(EntityStoreUnavailable), writer.begin():
            pytest.fail("there is no database")
    finally:
        writer.close()


@pytest.mark.integration
def test_an_error_of_whoever_changes_rows_is_not_told_as_the_databases(url: str) -> None:
    writer = PostgresRowWriter(url, 10, GUARD)
    writer.open()
    try:
        with pytest.raises(ValueError, match="ours"), writer.begin():
            raise ValueError("ours")
    finally:
        writer.close()
