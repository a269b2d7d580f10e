"""Jobs in memory, over the rows of a writer in memory, in a time that only tests move."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from presence_api.ports.bulk_jobs import (
    Counts,
    Job,
    JobState,
    JobsUsedUp,
    JobWanted,
    ListedRow,
    RowError,
)
from presence_api.ports.bulk_work import Announced, BulkStep, JobLost, Standing, TakenJob
from presence_api.ports.entity_store import EntityStoreUnavailable, RowQuery, StoredRow
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.outbox import OutgoingEvent
from presence_api.ports.row_conditions import AllOf, StoredColumn, Value
from presence_api.ports.row_writer import Edit, ValueRefused
from tests.fakes.clock import FakeClock
from tests.fakes.entity_store import holds
from tests.fakes.row_writer import TOO_MUCH, FakeRowWriter, as_json


class Killed(BaseException):
    """The process is no more; nothing of it runs on."""


@dataclass
class _Mutation:
    operation: str
    ends_at: datetime


@dataclass
class _Job:
    job: Job
    wanted: JobWanted
    operation: str | None = None
    touched: Mapping[str, Any] = field(default_factory=dict)
    worker: str | None = None
    lease_until: datetime | None = None
    errors: list[RowError] = field(default_factory=list)


class FakeBulk:
    """Both sides of jobs; rows with a `refused` id take no value.

    `written` has job, id and version of every change; `unannounced` the ids that nobody had been
    told of when they were changed.

    `statements_left` is how many a worker still lives for.
    """

    def __init__(self, writer: FakeRowWriter, clock: FakeClock) -> None:
        self.writer, self.clock = writer, clock
        self.kept: dict[str, _Job] = {}
        self.mutations: dict[LockAddress, _Mutation] = {}
        self.refused: set[str] = set()
        self.written: list[tuple[str, str, int]] = []
        self.unannounced: list[str] = []
        self.statements_left: int | None = None
        self.away = False

    def queue(self, job: JobWanted, most_open: int) -> Job:
        if job.plan_id is not None and (begun := self.begun(job.tenant, job.plan_id)):
            return begun
        self._reach()
        mine = [one for one in self.kept.values() if one.job.tenant == job.tenant]
        if sum(not one.job.state.final for one in mine) >= most_open:
            raise JobsUsedUp(job.tenant, f"{most_open} jobs are not over")
        total, counts = len(job.rows) + len(job.errors), Counts(failed=len(job.errors))
        who, now = (job.id, job.tenant, job.entity, job.user), self.clock.now()
        new = Job(*who, JobState.QUEUED, "", total, counts, now)
        self.kept[job.id] = _Job(new, job, errors=list(job.errors))
        return new

    def begun(self, tenant: str, plan_id: str) -> Job | None:
        self._reach()
        of_plan = [one for one in self.kept.values() if one.wanted.plan_id == plan_id]
        return next((one.job for one in of_plan if one.job.tenant == tenant), None)

    def find(self, tenant: str, job: str) -> Job | None:
        self._reach()
        found = self.kept.get(job)
        return found.job if found is not None and found.job.tenant == tenant else None

    def cancel(self, tenant: str, job: str) -> Job | None:
        found = self.find(tenant, job)
        if found is not None and found.state is JobState.QUEUED:
            found = replace(found, state=JobState.CANCELLED, ended_at=self.clock.now())
        elif found is not None and not found.state.final:
            found = replace(found, state=JobState.CANCELLING)
        if found is not None:
            self.kept[job].job = found
        return found

    def errors(self, tenant: str, job: str, after: int, limit: int) -> Sequence[RowError]:
        if self.find(tenant, job) is None:
            return []
        return [one for one in self.kept[job].errors if one.number > after][:limit]

    def changing(self, entity: str) -> Collection[LockAddress]:
        self._reach()
        now = self.clock.now()
        return {
            address
            for address, one in self.mutations.items()
            if address.entity == entity and one.ends_at > now
        }

    def take(self, worker: str, lease_s: float) -> TakenJob | None:
        self.statement()
        for kept in self.kept.values():
            until, state = kept.lease_until, kept.job.state
            if state.final or (until is not None and until >= self.clock.now()):
                continue
            running = JobState.RUNNING if state is JobState.QUEUED else state
            taken_over = kept.worker not in {None, worker}
            began = kept.job.started_at or self.clock.now()
            kept.job = replace(kept.job, state=running, started_at=began)
            kept.worker, kept.lease_until = worker, self.clock.now() + timedelta(seconds=lease_s)
            wanted = kept.wanted
            return TakenJob(wanted.id, wanted.tenant, wanted.entity, wanted.plan, taken_over)
        return None

    @contextmanager
    def step(self, job: str, worker: str, lease_s: float) -> Iterator[BulkStep]:
        self.statement()
        kept = self.kept[job]
        if kept.worker != worker or kept.job.state.final:
            raise JobLost(job)
        writer, now = self.writer, self.clock.now()
        before = deepcopy((kept, self.mutations, writer.store.tables, writer.edits))
        told, written = len(writer.told), len(self.written)
        kept.lease_until = now + timedelta(seconds=lease_s)
        try:
            yield _FakeStep(self, kept)
            self.statement()
        except BaseException:
            self.kept[job], self.mutations, writer.store.tables, writer.edits = before
            del writer.told[told:], self.written[written:]
            raise
        finally:
            self.show()

    def give_back(self, job: str, worker: str) -> None:
        self.statement()
        kept = self.kept[job]
        if kept.worker == worker and not kept.job.state.final:
            kept.worker = kept.lease_until = None

    def remove_ended(self, kept_s: float) -> bool:
        self.statement()
        before = self.clock.now() - timedelta(seconds=kept_s)
        ended = {one: kept.job.ended_at for one, kept in self.kept.items() if kept.job.ended_at}
        old = [one for one, at in ended.items() if at < before]
        for one in sorted(old, key=ended.__getitem__)[:1]:
            del self.kept[one]
        return bool(old)

    def mutation(self, operation: str, left_s: float) -> "_Mutation":
        """Somebody's, for so long."""
        return _Mutation(operation, self.clock.now() + timedelta(seconds=left_s))

    def show(self) -> None:
        """Let whoever changes one row know which are being changed now."""
        now = self.clock.now()
        self.writer.changing = {
            address: one.ends_at.timestamp()
            for address, one in self.mutations.items()
            if one.ends_at > now
        }

    def statement(self) -> None:
        """One more: the worker may be killed before it."""
        self._reach()
        if self.statements_left is not None:
            self.statements_left -= 1
            if self.statements_left < 0:
                raise Killed

    def _reach(self) -> None:
        if self.away:
            raise EntityStoreUnavailable("away")


class _FakeStep:
    def __init__(self, bulk: FakeBulk, kept: _Job) -> None:
        self._bulk, self._kept, job = bulk, kept, kept.job
        self.standing = Standing(
            job.state, job.total, job.counts, kept.operation, deepcopy(kept.touched)
        )

    def next_rows(self, limit: int) -> Sequence[ListedRow]:
        self._bulk.statement()
        over = self.standing.counts.over
        found = [row for row in self._kept.wanted.rows if row.number > over][:limit]
        return [row for row in found if row.tenant == found[0].tenant]

    def announce(self, operation: str, rows: Sequence[ListedRow], ttl_s: float) -> Announced:
        self._bulk.statement()
        now = self._bulk.clock.now()
        ends_at = now + timedelta(seconds=ttl_s)
        free = [row for row in rows if not self._is_live(self._address(row), now)]
        for row in free:
            self._bulk.mutations[self._address(row)] = _Mutation(operation, ends_at)
        if not free:
            return Announced(frozenset(), None)
        self._bulk.statement()
        self._kept.operation = operation
        return Announced(frozenset(row.id for row in free), ends_at)

    def announced(self, operation: str) -> Collection[str]:
        self._bulk.statement()
        now = self._bulk.clock.now()
        return {
            address.id
            for address, one in self._bulk.mutations.items()
            if one.operation == operation and one.ends_at > now
        }

    def withdraw(self, operation: str) -> Collection[str]:
        self._bulk.statement()
        self._kept.operation = None
        mine = [key for key, one in self._bulk.mutations.items() if one.operation == operation]
        for address in mine:
            del self._bulk.mutations[address]
        self._bulk.statement()
        return {address.id for address in mine}

    def lock(self, query: RowQuery) -> Sequence[StoredRow]:
        self._bulk.statement()
        return self._bulk.writer.store.search(query)

    def write(
        self, query: RowQuery, values: Mapping[StoredColumn, Value | None]
    ) -> Sequence[StoredRow]:
        self._bulk.statement()
        source, store = query.source, self._bulk.writer.store
        if any(isinstance(one, int) and one >= TOO_MUCH for one in values.values()):
            raise ValueRefused("integer out of range")
        if self._bulk.refused.intersection(row.id for row in store.search(query)):
            raise ValueRefused("a constraint of the table's own")
        table = store.tables[source.table]
        new = {one.column: as_json(value) for one, value in values.items()}
        if source.updated_at is not None and source.updated_at not in values:
            new[source.updated_at.column] = "2026-12-31T00:00:00Z"
        changed = []
        for number, row in enumerate(table):
            if holds(query.where, row):
                version = int(row[source.version or ""] or 0) + 1
                table[number] = {**row, **new, source.version or "": version}
                changed.append(number)
        rest, store.tables[source.table] = table, [table[number] for number in changed]
        found = store.search(replace(query, where=AllOf()))
        store.tables[source.table] = rest
        job = self._kept.job.id
        self._bulk.written += [(job, one.id, one.version or 0) for one in found]
        ours = self._kept.operation
        told = set(self.announced(ours)) if ours is not None else set()
        self._bulk.unannounced += [one.id for one in found if one.id not in told]
        return found

    def record(self, edits: Sequence[tuple[LockAddress, Edit]]) -> None:
        self._bulk.statement()
        self._bulk.writer.edits.update(edits)

    def tell(self, events: Sequence[OutgoingEvent]) -> None:
        self._bulk.statement()
        self._bulk.writer.told.extend(events)

    def advance(
        self, by: Counts, errors: Sequence[RowError], touched: Mapping[str, Any] | None = None
    ) -> None:
        self._bulk.statement()
        kept = self._kept
        kept.errors.extend(errors)
        kept.job = replace(kept.job, counts=kept.job.counts + by)
        if touched is not None:
            kept.touched = touched

    def finish(self, state: JobState, reason: str = "") -> None:
        self._bulk.statement()
        kept, now = self._kept, self._bulk.clock.now()
        kept.job = replace(kept.job, state=state, reason=reason, ended_at=now)
        kept.worker = kept.lease_until = None
        kept.wanted = replace(kept.wanted, rows=())

    def _address(self, row: ListedRow) -> LockAddress:
        return LockAddress(row.tenant, self._kept.job.entity, row.id)

    def _is_live(self, address: LockAddress, now: datetime) -> bool:
        found = self._bulk.mutations.get(address)
        return found is not None and found.ends_at > now
