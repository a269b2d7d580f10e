"""Rows changed in memory and in Postgres keep one contract."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest

from presence_api.adapters.row_writer_postgres import PostgresRowWriter
from presence_api.adapters.write_guard_postgres import PostgresWriteGuard
from presence_api.ports.entity_store import EntityStoreUnavailable, JsonScalar
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.outbox import OutgoingEvent
from tests.contract.row_writer_contract import KEY, NAME, REQUEST, RowWriterContract, query
from tests.contract.test_entity_store import write_gadgets
from tests.contract.write_guard_contract import TOKENS
from tests.fakes.entity_store import FakeEntityStore
from tests.fakes.row_writer import FakeRowWriter
from tests.presence_api.entities.gadgets import DDL, TABLE

_MUTATION = """
INSERT INTO rampart.mutation (tenant, entity, id, operation_id, expires_at)
VALUES (%s, %s, %s, %s, to_timestamp(%s))
"""


class TestFakeRowWriter(RowWriterContract):
    @pytest.fixture(autouse=True)
    def _writer(self) -> None:
        self.store = FakeEntityStore({TABLE: []})
        self.writer = self.fake = FakeRowWriter(self.store, TOKENS)

    def write(self, *rows: dict[str, JsonScalar]) -> None:
        self.store.tables[TABLE].extend(rows)

    def change_until(self, address: LockAddress, ends_at: float) -> None:
        self.fake.changing[address] = ends_at

    def waiting_events(self) -> list[OutgoingEvent]:
        return self.fake.told


@pytest.mark.integration
class TestPostgresRowWriter(RowWriterContract):
    @pytest.fixture(autouse=True)
    def _writer(self, database_url: str) -> Iterator[None]:
        self.url = database_url
        with psycopg.connect(database_url) as connection:
            connection.execute(DDL)
        self.writer = writer = PostgresRowWriter(database_url, 10, PostgresWriteGuard(TOKENS))
        writer.open()
        yield
        writer.close()

    def write(self, *rows: dict[str, JsonScalar]) -> None:
        with psycopg.connect(self.url, options="-c timezone=UTC") as connection:
            write_gadgets(connection, rows)

    def change_until(self, address: LockAddress, ends_at: float) -> None:
        values = (address.tenant, address.entity, address.id, uuid4(), ends_at)
        with psycopg.connect(self.url) as connection:
            connection.execute(_MUTATION, values)

    def waiting_events(self) -> list[OutgoingEvent]:
        with psycopg.connect(self.url) as connection:
            found = connection.execute("SELECT topic, key, value, headers FROM rampart.outbox")
            return [OutgoingEvent(*one) for one in found.fetchall()]

    def test_the_second_of_two_writers_waits_and_sees_what_the_first_did(self) -> None:
        seen: list[int | None] = []

        def second() -> None:
            with self.writer.begin() as transaction:
                found = transaction.lock(query())
                seen.append(found.version if found else None)

        with self.writer.begin() as transaction:
            self.locked(transaction)
            thread = threading.Thread(target=second)
            thread.start()
            thread.join(0.3)
            assert seen == []
            transaction.write(query(), KEY, {NAME: "eve"})
        thread.join(10)
        assert seen == [2]

    def test_a_key_counts_for_a_day_and_what_is_older_goes(self) -> None:
        with self.writer.begin() as transaction:
            for number in range(15):
                transaction.keep(replace(REQUEST, key=f"old {number}"), 2)
        with psycopg.connect(self.url) as connection:
            connection.execute(
                "UPDATE rampart.repeatable_request SET done_at = now() - interval '2 days'"
            )
        with self.writer.begin() as transaction:
            assert transaction.done(replace(REQUEST, key="old 1")) is None
            transaction.keep(replace(REQUEST, key="old 14", fingerprint="g"), 5)
            assert transaction.done(replace(REQUEST, key="old 14", fingerprint="g")) == 5
        with psycopg.connect(self.url) as connection:
            ((left,),) = connection.execute(
                "SELECT count(*) FROM rampart.repeatable_request"
            ).fetchall()
        assert left <= 6

    def test_whoever_waits_too_long_for_a_row_is_told_to_come_again(self) -> None:
        hasty = PostgresRowWriter(self.url, 0.5, PostgresWriteGuard(TOKENS))
        hasty.open()
        try:
            with self.writer.begin() as transaction:
                self.locked(transaction)
                with pytest.raises(EntityStoreUnavailable), hasty.begin() as other:
                    other.lock(query())
        finally:
            hasty.close()
