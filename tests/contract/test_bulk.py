"""Jobs in memory and in Postgres keep one contract."""

import threading
from collections.abc import Iterator

import psycopg
import pytest

from presence_api.adapters.bulk_jobs_postgres import PostgresBulkJobs
from presence_api.adapters.bulk_work_postgres import PostgresBulkWork
from presence_api.adapters.row_writer_postgres import PostgresRowWriter
from presence_api.adapters.write_guard_postgres import PostgresWriteGuard
from presence_api.ports.bulk_jobs import JobsUsedUp
from presence_api.ports.entity_store import EntityStoreUnavailable, JsonScalar
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.outbox import OutgoingEvent
from presence_api.ports.row_writer import Edit
from tests.contract.bulk_contract import BulkContract, query
from tests.contract.bulk_end_contract import BulkEndContract
from tests.contract.bulk_ground import LEASE_S, MOST, uuid
from tests.contract.test_entity_store import write_gadgets
from tests.contract.write_guard_contract import TOKENS
from tests.fakes.bulk import FakeBulk
from tests.fakes.clock import FakeClock
from tests.fakes.entity_store import FakeEntityStore
from tests.fakes.row_writer import FakeRowWriter
from tests.presence_api.entities.gadgets import DDL, TABLE


class TestFakeBulk(BulkContract, BulkEndContract):
    @pytest.fixture(autouse=True)
    def _bulk(self) -> None:
        self.writer = FakeRowWriter(FakeEntityStore({TABLE: []}), TOKENS)
        self.jobs = self.work = FakeBulk(self.writer, FakeClock())

    def write(self, *rows: dict[str, JsonScalar]) -> None:
        self.writer.store.tables[TABLE].extend(rows)

    def waiting_events(self) -> list[OutgoingEvent]:
        return self.writer.told

    def edit(self, address: LockAddress) -> Edit | None:
        return self.writer.edits.get(address)


@pytest.mark.integration
class TestPostgresBulk(BulkContract, BulkEndContract):
    @pytest.fixture(autouse=True)
    def _bulk(self, database_url: str) -> Iterator[None]:
        self.url = database_url
        with psycopg.connect(database_url) as connection:
            connection.execute(DDL)
        self.jobs, self.work = PostgresBulkJobs(database_url, 10), PostgresBulkWork(database_url, 2)
        self.jobs.open()
        self.work.open()
        yield
        self.work.close()
        self.jobs.close()

    def write(self, *rows: dict[str, JsonScalar]) -> None:
        with psycopg.connect(self.url, options="-c timezone=UTC") as connection:
            write_gadgets(connection, rows)

    def waiting_events(self) -> list[OutgoingEvent]:
        with psycopg.connect(self.url) as connection:
            found = connection.execute("SELECT topic, key, value, headers FROM rampart.outbox")
            return [OutgoingEvent(*one) for one in found.fetchall()]

    def edit(self, address: LockAddress) -> Edit | None:
        writer = PostgresRowWriter(self.url, 10, PostgresWriteGuard(TOKENS))
        writer.open()
        try:
            with writer.begin() as transaction:
                return transaction.last_edit(address)
        finally:
            writer.close()

    def test_a_row_that_a_writer_holds_is_waited_for_and_not_for_ever(self) -> None:
        job = self.taken()
        with psycopg.connect(self.url) as other:
            other.execute("UPDATE gadget SET name = 'x' WHERE gadget_id = 2")
            with (
                pytest.raises(EntityStoreUnavailable),
                self.work.step(job, self.me, LEASE_S) as step,
            ):
                step.lock(query("1", "2"))
        with self.work.step(job, self.me, LEASE_S) as step:
            assert [one.version for one in step.lock(query("1", "2"))] == [1, 1]

    def test_of_requests_at_once_no_more_are_taken_than_may_be(self) -> None:
        refused: list[Exception] = []

        def ask() -> None:
            try:
                self.queued()
            except JobsUsedUp as error:
                refused.append(error)

        threads = [threading.Thread(target=ask) for _ in range(3 * MOST)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert len(refused) == 2 * MOST

    def test_of_workers_at_once_each_takes_another_job(self) -> None:
        jobs = {self.queued().id for _ in range(MOST)}
        found: list[str | None] = []

        def take() -> None:
            taken = self.work.take(uuid(), LEASE_S)
            found.append(taken.id if taken else None)

        threads = [threading.Thread(target=take) for _ in range(MOST)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert set(found) - {None} <= jobs
        assert len({one for one in found if one}) == sum(one is not None for one in found)
