"""Where bulk updates are asked for."""

from typing import Any
from uuid import uuid4

import pytest

from presence_api.entities.bulk.counts import Outcome
from presence_api.entities.bulk.desk import SAMPLE, JobForbidden, JobUnknown
from presence_api.entities.bulk.plan_tokens import PLAN_S, PlanChanged
from presence_api.entities.catalogue.view import EntityForbidden, EntityNotServed
from presence_api.entities.faults import Faults, RequestInvalid
from presence_api.entities.patch import read_patch
from presence_api.entities.writing.patching import HeldBy
from presence_api.ports.bulk_jobs import Counts, Job, JobState, JobsUsedUp
from presence_api.ports.lock_table import LockAddress
from tests.fakes.bulk import FakeBulk
from tests.fakes.clock import FakeClock
from tests.fakes.row_writer import FakeRowWriter
from tests.presence_api.entities.bulk.ground import ANNA, Ground
from tests.presence_api.entities.gadgets import row, view
from tests.presence_api.entities.served import editor

DONE: dict[str, Any] = {
    "where": {"field": "status", "op": "eq", "value": "open"},
    "set": {"status": "done"},
}


def ground_of(bulk: type[FakeBulk]) -> Ground:
    return Ground(*(row(n) for n in range(1, 31)), row(99, tenant_id="globex"), bulk=bulk)


@pytest.fixture
def ground() -> Ground:
    return ground_of(FakeBulk)


def test_a_plan_counts_and_shows_and_changes_nothing(ground: Ground) -> None:
    ground.held[LockAddress("acme", "gadget", "2")] = HeldBy("Ben", 99.0)
    for number in ("2", "3"):
        address = LockAddress("acme", "gadget", number)
        ground.bulk.mutations[address] = ground.bulk.mutation("other", 10)
    plan = ground.plan(ids=["1", "2", "3", "99", "77"], set={"status": "done"})
    assert (plan.matched, plan.would_change, plan.locked, plan.invalid) == (3, 3, 2, 2)
    assert plan.locks_known
    whole = ground.plan(**DONE)
    assert (whole.matched, len(whole.sample), whole.patch) == (30, SAMPLE, {"status": "done"})
    assert whole.sample[0].values["status"] == "open"
    assert (ground.bulk.kept, ground.writer.told) == ({}, [])


def test_while_nobody_knows_of_locks_the_plan_says_so(ground: Ground) -> None:
    ground.locks_away = True
    assert not ground.plan(**DONE).locks_known


def test_a_plan_is_run_unless_something_has_changed(ground: Ground) -> None:
    token = ground.plan(**DONE).token
    ground.store.tables["public", "gadget"].append(row(31))
    with pytest.raises(PlanChanged):
        ground.queue(**DONE, planToken=token)
    job = ground.queue(**DONE, planToken=ground.plan(**DONE).token, expectedCount=31)
    assert (job.total, job.state) == (31, JobState.QUEUED)


def test_a_plan_that_is_run_twice_is_done_once(ground: Ground) -> None:
    body = {**DONE, "planToken": ground.plan(**DONE).token}
    job = ground.done(**body)
    ground.store.tables["public", "gadget"].append(row(31))  # it is what the first had not seen
    assert ground.queue(**body) == job
    with pytest.raises(JobForbidden):
        ground.desk.cancel(editor("analyst", user="ben").caller, job.id)
    assert list(ground.bulk.kept) == [job.id]
    with pytest.raises(PlanChanged):
        ground.plan(**body)


class LateBulk(FakeBulk):
    """Two who ask had both looked before the first of their jobs was there."""

    def __init__(self, writer: FakeRowWriter, clock: FakeClock) -> None:
        super().__init__(writer, clock)
        self._looks = iter([False, False, False, True])

    def begun(self, tenant: str, plan_id: str) -> Job | None:
        return super().begun(tenant, plan_id) if next(self._looks) else None


def test_a_plan_that_is_run_twice_at_once_is_done_and_counted_once() -> None:
    ground = ground_of(LateBulk)
    body: dict[str, Any] = {"ids": ["1", "77"], "set": {"status": "done"}}
    body["planToken"] = ground.plan(**body).token
    assert ground.queue(**body) == ground.queue(**body)
    assert ground.parts.counts.rows == {("gadget", Outcome.FAILED): 1}


def test_a_plan_whose_job_is_gone_is_run_no_more(ground: Ground) -> None:
    body = {**DONE, "planToken": ground.plan(**DONE).token}
    ground.done(**body)
    ground.clock.advance(PLAN_S)
    ground.bulk.kept.clear()
    for number in range(1, 31):
        ground.store.tables["public", "gadget"][number - 1] = row(number)  # as it was planned
    with pytest.raises(PlanChanged):
        ground.queue(**body)


def test_ids_without_a_row_are_errors_from_the_beginning(ground: Ground) -> None:
    job = ground.done(ids=["1", "99", "77"], set={"status": "done"})
    assert (job.state, job.total, job.counts) == (JobState.PARTIAL, 3, Counts(1, 0, 2))
    assert [(one.id, one.code) for one in ground.errors(job)] == [
        ("99", "ENT-007"),
        ("77", "ENT-007"),
    ]
    assert ground.row(99)["status"] == "open"
    rows = ground.parts.counts.rows
    assert rows == {("gadget", Outcome.CHANGED): 1, ("gadget", Outcome.FAILED): 2}


def test_rows_that_say_so_already_are_not_in_the_job(ground: Ground) -> None:
    ground.done(**DONE)
    again = ground.done(ids=["1", "2"], set={"status": "done"})
    assert (again.state, again.total) == (JobState.SUCCEEDED, 0)
    assert ground.row(1)["version"] == 2


def test_whoever_may_not_see_the_entity_begins_nothing(ground: Ground) -> None:
    with pytest.raises(EntityForbidden):
        ground.queue(editor("stranger"), **DONE)
    with pytest.raises(EntityNotServed):
        ground.desk.update(ANNA, "nothing", DONE)


@pytest.mark.parametrize(
    "patch",
    [
        {"email": "a@b.c"},  # masked
        {"margin": "1"},  # of another group
        {"pin": "1"},  # nobody's
        {"size": 1},  # not to be changed
        {"nonsense": 1, "status": "opne"},
    ],
)
def test_what_is_not_granted_is_refused_at_once_and_where_it_stands_as_of_one_row(
    ground: Ground, patch: dict[str, Any]
) -> None:
    with pytest.raises(RequestInvalid) as refused:
        ground.queue(**{**DONE, "set": patch})
    of_one = Faults()
    read_patch(view("analyst"), patch, of_one)
    told = [(one.pointer, one.code, one.message) for one in refused.value.faults]
    assert told == [(f"/set{one.pointer}", one.code, one.message) for one in of_one]
    assert {one for one, _, _ in told} == {f"/set/{name}" for name in patch}
    assert ground.bulk.kept == {}


def test_a_tenant_has_only_so_many_jobs(ground: Ground) -> None:
    first = ground.queue(**DONE)
    ground.queue(**DONE)
    with pytest.raises(JobsUsedUp):
        ground.queue(**DONE)
    ground.queue(editor("analyst", tenant="globex"), **DONE)
    ground.desk.cancel(ANNA.caller, first.id)
    ground.queue(**DONE)


def test_a_job_that_is_stopped_before_it_began_counts_once(ground: Ground) -> None:
    waiting, running = ground.queue(**DONE), ground.queue(**DONE)
    for _ in range(2):
        ground.desk.cancel(ANNA.caller, waiting.id)
    ground.bulk.take("w", 1)
    ground.desk.cancel(ANNA.caller, running.id)
    assert ground.parts.counts.ended == {("gadget", JobState.CANCELLED): 1}
    body: dict[str, Any] = {"ids": ["1", "77"], "set": {"status": "done"}}
    body["planToken"] = ground.plan(**body).token
    for _ in range(2):
        ground.queue(**body)
    assert ground.parts.counts.rows == {("gadget", Outcome.FAILED): 1}


def test_a_job_is_its_authors_to_stop_and_its_tenants_to_see(ground: Ground) -> None:
    job = ground.queue(**DONE)
    stranger, colleague = editor("analyst", tenant="globex"), editor("analyst", user="ben")
    for ask in (
        ground.desk.job,
        ground.desk.cancel,
        lambda who, one: ground.desk.errors(who, one, 0, 9),
    ):
        with pytest.raises(JobUnknown):
            ask(stranger.caller, job.id)
        for unknown in ("nonsense", str(uuid4())):
            with pytest.raises(JobUnknown):
                ask(ANNA.caller, unknown)
    assert ground.desk.job(colleague.caller, job.id) == job
    with pytest.raises(JobForbidden):
        ground.desk.cancel(colleague.caller, job.id)
    with pytest.raises(JobForbidden):
        ground.desk.errors(colleague.caller, job.id, 0, 9)
    assert ground.desk.cancel(ANNA.caller, job.id.upper()).state is JobState.CANCELLED
    assert ground.desk.errors(ANNA.caller, job.id, 0, 9) == []
