"""Work on jobs in Postgres: what the contract does not say."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from uuid import uuid4

import psycopg
import pytest

from metamodel.events.codec import Codec
from metamodel.kernel.clock import SystemClock
from presence_api.adapters.bulk_jobs_postgres import PostgresBulkJobs
from presence_api.adapters.bulk_work_postgres import PostgresBulkWork
from presence_api.adapters.entity_store_postgres import PostgresEntityStore
from presence_api.adapters.row_writer_postgres import PostgresRowWriter
from presence_api.adapters.write_guard_postgres import PostgresWriteGuard
from presence_api.caller import Caller
from presence_api.entities.bulk.desk import BulkDesk
from presence_api.entities.bulk.job_steps import BulkParts
from presence_api.entities.bulk.plan_tokens import PlanTokens
from presence_api.entities.bulk.runner import BulkRunner
from presence_api.entities.writing.patching import (
    HeldBy,
    Patching,
    PatchWanted,
    RowChanging,
    VersionConflict,
)
from presence_api.ports.bulk_jobs import Counts, Job, JobState, JobWanted, ListedRow
from presence_api.ports.entity_store import EntityStoreUnavailable
from presence_api.ports.lock_table import LockAddress
from tests.contract.test_entity_store import write_gadgets
from tests.contract.write_guard_contract import TOKENS
from tests.fakes.served_models import FakeServedModels
from tests.presence_api.entities.gadgets import DDL, MODEL, row, view
from tests.presence_api.entities.served import editor

NOWHERE = "postgresql://rampart@127.0.0.1:1/none"
WORKER, JOB = str(uuid4()), str(uuid4())


def test_without_a_database_it_says_so() -> None:
    work = PostgresBulkWork(NOWHERE, 1)
    work.open()
    try:
        with pytest.raises(EntityStoreUnavailable):
            work.take(WORKER, 1)
    finally:
        work.close()


@pytest.fixture
def work(database_url: str) -> Iterator[PostgresBulkWork]:
    """A worker that has a job of three rows."""
    jobs, found = PostgresBulkJobs(database_url, 10), PostgresBulkWork(database_url, 10)
    jobs.open()
    found.open()
    rows = [ListedRow(number, "acme", str(number), 1) for number in (1, 2, 3)]
    jobs.queue(JobWanted(JOB, "acme", "gadget", "anna", "Anna", {}, rows), 1)
    found.take(WORKER, 60)
    yield found
    found.close()
    jobs.close()


@pytest.mark.integration
def test_the_list_of_a_job_is_gone_when_it_is_over(
    work: PostgresBulkWork, database_url: str
) -> None:
    with work.step(JOB, WORKER, 60) as step:
        step.advance(Counts(done=3), [])
        step.finish(JobState.SUCCEEDED)
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM rampart.bulk_row").fetchone() == (0,)


@pytest.mark.integration
def test_more_rows_than_it_has_cannot_be_over(work: PostgresBulkWork) -> None:
    with pytest.raises(Exception, match="bulk_job"), work.step(JOB, WORKER, 60) as step:
        step.advance(Counts(done=4), [])


ROWS, CHUNK, PATCHES, WRITERS = 300, 20, 60, 4
ANNA, BEN, VIEW = editor("analyst"), editor("analyst", user="ben"), view("analyst")


class Nobody:
    """Holds anything."""

    def among(
        self, caller: Caller, addresses: Sequence[LockAddress]
    ) -> Mapping[LockAddress, HeldBy]:
        return {}

    def other_than(self, caller: Caller, address: LockAddress) -> HeldBy | None:
        return None


class Table:
    """Gadgets in Postgres, with all that changes them."""

    def __init__(self, url: str) -> None:
        self.url = url
        with psycopg.connect(url, options="-c timezone=UTC") as connection:
            connection.execute(DDL)
            write_gadgets(connection, [row(number) for number in range(1, ROWS + 1)])
        store, self.jobs = PostgresEntityStore(url, 10), PostgresBulkJobs(url, 10)
        work = PostgresBulkWork(url, 10, 4)
        writer = PostgresRowWriter(url, 10, PostgresWriteGuard(TOKENS))
        self.pools = (store, self.jobs, work, writer)
        models, codec, clock = FakeServedModels(MODEL), Codec.committed(), SystemClock()
        self.desk = BulkDesk(models, store, self.jobs, Nobody(), PlanTokens(b"k" * 32, clock))
        parts = BulkParts(work, Nobody(), codec, clock, chunk_rows=CHUNK)
        self.runners = [BulkRunner(parts, models) for _ in range(2)]
        self.patching = Patching(writer, Nobody(), codec, clock)
        for pool in self.pools:
            pool.open()

    def patch(self, seed: int) -> Counter[int]:
        """Change rows by chance, each from the version it has; how often each was changed."""
        found, chance = Counter[int](), Random(seed)
        with psycopg.connect(self.url, autocommit=True) as connection:
            for turn in range(PATCHES):
                number = chance.randint(1, ROWS)
                ask = "SELECT version FROM gadget WHERE gadget_id = %s"
                ((version,),) = connection.execute(ask, (number,)).fetchall()
                name = "ab" if turn % 2 else "cd"
                wanted = PatchWanted(str(number), {"name": name, "amount": turn}, version)
                try:
                    done = self.patching.patch(VIEW, BEN, wanted, lambda _: ())
                except (RowChanging, VersionConflict):
                    continue
                found[number] += done.change.version - version
        return found


@pytest.fixture
def table(database_url: str) -> Iterator[Table]:
    found = Table(database_url)
    yield found
    for pool in found.pools:
        pool.close()


@pytest.mark.integration
def test_beside_patches_and_another_job_nothing_is_lost_or_done_twice(table: Table) -> None:
    where = {"field": "gadget_id", "op": "gte", "value": 1}
    jobs: list[Job] = []
    for values in ({"status": "done"}, {"made": "2026-05-05"}):
        job = table.desk.update(ANNA, "gadget", {"where": where, "set": values})
        assert isinstance(job, Job)
        jobs.append(job)
    with ThreadPoolExecutor() as pool:
        working = [pool.submit(one.turn, lambda: False) for one in table.runners]
        patches = sum(pool.map(table.patch, range(WRITERS)), Counter[int]())
        assert all(one.result() for one in working)
    over = [table.jobs.find("acme", job.id) for job in jobs]
    for one in over:
        assert one is not None
        assert one.state.final
        assert one.counts.over == ROWS
    with psycopg.connect(table.url) as connection:
        rows = connection.execute("SELECT gadget_id, version, status, made FROM gadget").fetchall()
        left = connection.execute("SELECT count(*) FROM rampart.mutation").fetchone()
    for number, version, status, made in rows:
        assert version == 1 + patches[number] + (status == "done") + (made is not None), number
    done = [one.counts.done for one in over if one is not None]
    assert done == [
        sum(status == "done" for _, _, status, _ in rows),
        sum(made is not None for *_, made in rows),
    ]
    assert left == (0,)
