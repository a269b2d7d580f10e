"""What everybody promises who keeps jobs that change many rows, and who lets workers do them."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from presence_api.entities.instance import keys_are
from presence_api.entities.search.ordering import total_order
from presence_api.ports.bulk_jobs import (
    Counts,
    JobState,
    JobsUsedUp,
    JobWanted,
    ListedRow,
    RowError,
)
from presence_api.ports.bulk_work import JobLost
from presence_api.ports.entity_store import RowQuery
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.outbox import OutgoingEvent
from presence_api.ports.row_conditions import StoredColumn, Value
from presence_api.ports.row_writer import Edit, ValueRefused
from tests.contract.bulk_ground import ERROR, LEASE_S, MOST, OVER, TTL_S, BulkGround, uuid
from tests.presence_api.entities.gadgets import view

VIEW = view("admin")
NAME, SIZE = VIEW.column("name"), VIEW.column("size")
EVENT = OutgoingEvent("entity.lifecycle.v1", "acme:gadget:1", b"x", {"ce_id": "1"})


class Undone(Exception):
    """Ends a step badly."""


def query(*ids: str) -> RowQuery:
    where = keys_are(VIEW, ids)
    return RowQuery(VIEW.source, (NAME, SIZE), total_order(VIEW.source, ()), where, limit=500)


class BulkContract(BulkGround):
    """What jobs, their steps and their workers promise."""

    def test_a_queued_job_is_there_for_its_tenant_alone(self) -> None:
        job = self.queued()
        assert (job.state, job.total, job.counts) == (JobState.QUEUED, 3, Counts())
        assert self.jobs.find("acme", job.id) == job
        assert self.jobs.find("globex", job.id) is None
        assert self.jobs.cancel("globex", job.id) is None
        assert self.jobs.find("acme", uuid()) is None

    def test_a_tenant_has_so_many_jobs_that_are_not_over(self) -> None:
        jobs = [self.queued() for _ in range(MOST)]
        with pytest.raises(JobsUsedUp):
            self.queued()
        self.queued("globex")
        self.jobs.cancel("acme", jobs[0].id)
        self.queued()

    def test_rows_that_are_over_before_it_begins_are_counted_and_told(self) -> None:
        rows = [ListedRow(2, "acme", "1", 1)]
        wanted = JobWanted(uuid(), "acme", "gadget", "anna", "Anna", {}, rows, [ERROR])
        job = self.jobs.queue(wanted, MOST)
        assert (job.total, job.counts) == (2, Counts(failed=1))
        assert self.jobs.errors("acme", job.id, 0, 10) == [ERROR]
        assert self.jobs.errors("acme", job.id, 1, 10) == []
        assert self.jobs.errors("globex", job.id, 0, 10) == []
        assert self.work.take(self.me, LEASE_S) is not None
        with self.work.step(job.id, self.me, LEASE_S) as step:
            assert step.next_rows(10) == rows

    def test_the_oldest_job_is_taken_and_by_one_worker(self) -> None:
        first, second = self.queued(), self.queued()
        found = [self.work.take(uuid(), LEASE_S) for _ in range(3)]
        assert [one.id if one else None for one in found] == [first.id, second.id, None]
        assert found[0] is not None
        assert (found[0].tenant, found[0].entity, found[0].plan) == (
            "acme",
            "gadget",
            {"a": [1.5, None]},
        )
        job = self.state(first.id)
        assert job.state is JobState.RUNNING
        assert job.started_at is not None

    def test_whoever_lost_a_job_to_another_worker_does_nothing_more_of_it(self) -> None:
        self.queued()
        dead, heir = uuid(), uuid()
        taken = self.work.take(dead, OVER)
        assert taken is not None
        assert not taken.taken_over
        assert self.work.take(heir, LEASE_S) == replace(taken, taken_over=True)
        with pytest.raises(JobLost), self.work.step(taken.id, dead, LEASE_S):
            pass
        self.work.give_back(taken.id, dead)
        assert self.work.take(uuid(), LEASE_S) is None
        self.work.give_back(taken.id, heir)
        assert self.work.take(uuid(), LEASE_S) == taken

    def test_whoever_takes_its_own_job_again_takes_over_nothing(self) -> None:
        self.queued()
        assert self.work.take(self.me, OVER) == self.work.take(self.me, LEASE_S)

    def test_each_step_prolongs_the_lease(self) -> None:
        self.queued()
        taken = self.work.take(self.me, OVER)
        assert taken is not None
        with self.work.step(taken.id, self.me, LEASE_S):
            pass
        assert self.work.take(uuid(), LEASE_S) is None

    def test_rows_come_in_their_order_and_of_one_tenant(self) -> None:
        listed = [ListedRow(1, "acme", "1", 4), ListedRow(2, "acme", "2", 5)]
        other = ListedRow(3, None, "3", 6)
        job = self.queued("acme", *listed, other)
        self.work.take(self.me, LEASE_S)
        with self.work.step(job.id, self.me, LEASE_S) as step:
            assert step.next_rows(1) == listed[:1]
            assert step.next_rows(10) == listed
            step.advance(Counts(1, 1, 0), [])
        with self.work.step(job.id, self.me, LEASE_S) as step:
            assert step.standing.counts == Counts(1, 1, 0)
            assert step.next_rows(10) == [other]

    def test_a_job_may_have_many_rows(self) -> None:
        errors = [RowError(number, str(number), "ENT-007", "") for number in range(1, 32_601)]
        rows = [ListedRow(number, "acme", str(number), 1) for number in range(32_601, 33_201)]
        wanted = JobWanted(uuid(), "acme", "gadget", "anna", "Anna", {}, rows, errors)
        job = self.jobs.queue(wanted, MOST)
        self.work.take(self.me, LEASE_S)
        with self.work.step(job.id, self.me, LEASE_S) as step:
            assert step.next_rows(500) == rows[:500]

    def test_what_is_announced_is_being_changed_until_it_is_withdrawn(self) -> None:
        job, operation = self.taken(), uuid()
        with self.work.step(job, self.me, LEASE_S) as step:
            rows = step.next_rows(2)
            found = step.announce(operation, rows, TTL_S)
            assert found.ids == {"1", "2"}
            assert found.ends_at is not None
        assert set(self.jobs.changing("gadget")) == {
            LockAddress("acme", "gadget", "1"),
            LockAddress("acme", "gadget", "2"),
        }
        assert set(self.jobs.changing("order")) == set()
        with self.work.step(job, self.me, LEASE_S) as step:
            assert step.standing.operation == operation
            assert set(step.announced(operation)) == {"1", "2"}
            assert set(step.withdraw(operation)) == {"1", "2"}
        assert set(self.jobs.changing("gadget")) == set()
        with self.work.step(job, self.me, LEASE_S) as step:
            assert step.standing.operation is None

    def test_what_another_operation_changes_is_left_out_until_its_time_is_over(self) -> None:
        first = self.taken()
        with self.work.step(first, self.me, LEASE_S) as step:
            rows = step.next_rows(10)
            step.announce(uuid(), rows[:1], TTL_S)
        second = self.queued().id
        self.work.take(self.me, LEASE_S)
        with self.work.step(second, self.me, LEASE_S) as step:
            assert step.announce(uuid(), rows[:1], TTL_S).ids == set()
            assert step.announce(uuid(), rows, OVER).ids == {"2", "3"}
        with self.work.step(second, self.me, LEASE_S) as step:
            operation = step.standing.operation or ""
            assert set(step.announced(operation)) == set()
        third = self.queued().id
        self.work.take(self.me, LEASE_S)
        with self.work.step(third, self.me, LEASE_S) as step:
            assert step.announce(uuid(), rows, TTL_S).ids == {"2", "3"}
        with self.work.step(second, self.me, LEASE_S) as step:
            assert set(step.withdraw(operation)) == set()

    def test_rows_are_locked_and_changed_with_all_that_follows(self) -> None:
        job, address = self.taken(), LockAddress("acme", "gadget", "1")
        edit = Edit(2, "anna", "Anna", datetime(2026, 1, 2, tzinfo=UTC), ("name", "size"))
        values: dict[StoredColumn, Value | None] = {NAME: "eve", SIZE: None}
        with self.work.step(job, self.me, LEASE_S) as step:
            before = step.lock(query("1", "3", "7"))
            assert [(one.id, one.version, one.values["name"]) for one in before] == [
                ("1", 1, "ada"),
                ("3", 1, "cy"),
            ]
            after = {one.id: one for one in step.write(query("1", "3"), values)}
            step.record([(address, edit), (LockAddress(None, "gadget", "1"), edit)])
            step.tell([EVENT])
            step.advance(Counts(2, 0, 1), [ERROR], {"a.b": None})
        assert {one: (found.version, found.values["name"]) for one, found in after.items()} == {
            "1": (2, "eve"),
            "3": (2, "eve"),
        }
        assert self.edit(address) == edit
        assert self.waiting_events() == [EVENT]
        assert self.state(job).counts == Counts(2, 0, 1)
        assert self.jobs.errors("acme", job, 0, 10) == [ERROR]
        with self.work.step(job, self.me, LEASE_S) as step:
            assert step.standing.touched == {"a.b": None}
            step.advance(Counts(), [])
            assert [one.version for one in step.lock(query("1", "2", "3"))] == [2, 1, 2]
        with self.work.step(job, self.me, LEASE_S) as step:
            assert step.standing.touched == {"a.b": None}

    def test_a_step_that_ends_badly_has_done_nothing(self) -> None:
        job, operation = self.taken(), uuid()
        with suppress(Undone), self.work.step(job, self.me, LEASE_S) as step:
            step.announce(operation, step.next_rows(10), TTL_S)
            step.write(query("1"), {NAME: "eve"})
            step.tell([EVENT])
            step.advance(Counts(done=1), [ERROR], {"a.b": None})
            step.finish(JobState.FAILED, "why")
            raise Undone
        assert self.state(job).counts == Counts()
        assert self.waiting_events() == []
        assert set(self.jobs.changing("gadget")) == set()
        with self.work.step(job, self.me, LEASE_S) as step:
            assert (step.standing.operation, step.standing.touched) == (None, {})
            assert step.lock(query("1"))[0].version == 1

    def test_a_refused_value_changes_nothing_and_the_step_goes_on(self) -> None:
        job = self.taken()
        with self.work.step(job, self.me, LEASE_S) as step:
            with pytest.raises(ValueRefused):
                step.write(query("1", "2"), {SIZE: 2**40})
            assert [one.version for one in step.lock(query("1", "2"))] == [1, 1]
            step.write(query("1"), {SIZE: 7})
        with self.work.step(job, self.me, LEASE_S) as step:
            assert [one.version for one in step.lock(query("1", "2"))] == [2, 1]

    def test_a_job_that_is_over_is_nobodys_and_keeps_its_errors(self) -> None:
        job = self.taken()
        with self.work.step(job, self.me, LEASE_S) as step:
            step.advance(Counts(2, 0, 1), [ERROR])
            step.finish(JobState.PARTIAL, "why")
        found = self.state(job)
        assert (found.state, found.reason) == (JobState.PARTIAL, "why")
        assert found.ended_at is not None
        assert self.jobs.errors("acme", job, 0, 10) == [ERROR]
        assert self.work.take(uuid(), LEASE_S) is None
        with pytest.raises(JobLost), self.work.step(job, self.me, LEASE_S):
            pass
        assert self.jobs.cancel("acme", job) == found

    def test_a_job_that_nobody_began_is_cancelled_at_once_and_another_when_it_can(self) -> None:
        job = self.taken()
        waiting = self.queued()
        assert self.jobs.cancel("acme", waiting.id) == self.state(waiting.id)
        assert self.state(waiting.id).state is JobState.CANCELLED
        for _ in range(2):
            found = self.jobs.cancel("acme", job)
            assert found is not None
            assert found.state is JobState.CANCELLING
        with self.work.step(job, self.me, LEASE_S) as step:
            assert step.standing.state is JobState.CANCELLING
        self.work.give_back(job, self.me)
        taken = self.work.take(uuid(), LEASE_S)
        assert taken is not None
        assert taken.id == job
        assert self.state(job).state is JobState.CANCELLING
