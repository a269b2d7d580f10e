"""Jobs, one after the other."""

from typing import Any

import pytest

from presence_api.entities.bulk.desk import JobUnknown
from presence_api.entities.bulk.job_steps import KEPT_S
from presence_api.ports.bulk_jobs import Counts, JobState
from presence_api.ports.entity_store import EntityMisfit, EntityStoreUnavailable
from tests.fakes.bulk import FakeBulk
from tests.fakes.served_models import FakeServedModels
from tests.presence_api.entities.bulk.ground import ANNA, BY_DAY, LEASE_S, Ground
from tests.presence_api.entities.gadgets import model, row

OWN = {"member": "tenant_id", "operator": "equals", "claim": "tenant"}
"""Rows of one's tenant, as a policy says it."""
DONE: dict[str, Any] = {
    "where": {"field": "status", "op": "eq", "value": "open"},
    "set": {"status": "done"},
}


def ground_of(bulk: type[FakeBulk]) -> Ground:
    found = Ground(*(row(number, made="2026-01-01") for number in range(1, 10)), bulk=bulk)
    found.chunk_rows(4)
    return found


@pytest.fixture
def ground() -> Ground:
    return ground_of(FakeBulk)


def never() -> bool:
    return False


def at_once() -> bool:
    return True


def test_without_a_job_there_is_nothing_to_do(ground: Ground) -> None:
    assert not ground.runner().turn(never)
    ground.queue(**DONE)
    assert ground.runner().turn(never)
    assert not ground.runner().turn(never)


def test_before_the_metamodel_is_known_no_job_is_taken(ground: Ground) -> None:
    job = ground.queue(**DONE)
    ground.models.forget()
    assert not ground.runner().turn(never)
    assert ground.seen(job).state is JobState.QUEUED


def test_whoever_has_to_stop_gives_the_job_back_after_a_chunk(ground: Ground) -> None:
    job = ground.queue(**DONE)
    ground.runner().turn(at_once)
    assert (ground.seen(job).state, ground.seen(job).counts) == (JobState.RUNNING, Counts(4))
    ground.runner().turn(never)
    assert (ground.seen(job).state, ground.seen(job).counts) == (JobState.SUCCEEDED, Counts(9))


def test_a_cancelled_job_stops_within_a_chunk_and_asks_for_its_rollups(ground: Ground) -> None:
    ground.models.rollups = [BY_DAY]
    job = ground.queue(**DONE)

    def cancel() -> None:
        ground.desk.cancel(ANNA.caller, job.id)

    ground.on_look = cancel
    ground.runner().turn(never)
    found = ground.seen(job)
    assert (found.state, found.counts) == (JobState.CANCELLED, Counts(4))
    assert sum(row["version"] == 2 for row in ground.store.tables["public", "gadget"]) == 4
    assert len(ground.told("core.reporting.preagg.refresh.v1")) == 1
    assert ground.bulk.mutations == {}


def test_while_the_database_is_away_it_says_why_it_waits(ground: Ground) -> None:
    job, runner = ground.queue(**DONE), ground.runner()
    ground.bulk.away = True
    assert not runner.turn(never)
    assert "ENT-001" in runner.fault
    ground.bulk.away = False
    assert runner.turn(never)
    assert (runner.fault, ground.seen(job).state) == ("", JobState.SUCCEEDED)


def test_what_it_announced_and_could_not_do_is_void_and_tried_again_later(ground: Ground) -> None:
    job, runner = ground.queue(**DONE), ground.runner()

    def fail() -> None:
        ground.on_look = lambda: None
        raise EntityStoreUnavailable("a lock was waited for in vain")

    ground.on_look = fail
    assert not runner.turn(never)
    assert list(ground.operations().values()) == [["MUTATING", "MUTATION_FAILED"]]
    assert ground.bulk.mutations == {}
    assert not runner.turn(never)  # others have their turn first
    ground.clock.advance(LEASE_S + 1)
    runner.turn(never)
    assert ground.seen(job).counts == Counts(9)


@pytest.mark.parametrize(
    ("error", "reason"),
    [(EntityMisfit("no such column"), "ENT-003"), (ZeroDivisionError(), "a fault of this service")],
)
def test_what_would_fail_again_ends_the_job(ground: Ground, error: Exception, reason: str) -> None:
    job = ground.queue(**DONE)

    def fail() -> None:
        raise error

    ground.on_look = fail
    assert ground.runner().turn(never)
    found = ground.seen(job)
    assert found.state is JobState.FAILED
    assert found.reason.startswith(reason)
    assert list(ground.operations().values()) == [["MUTATING", "MUTATION_FAILED"]]


def policy(**changes: Any) -> Any:
    """The gadgets, of which analysts see what this one policy says."""
    return model(access=[{"groups": ["analyst"], "filters": [OWN], **changes}])


@pytest.mark.parametrize(
    ("served", "code", "detail"),
    [
        (policy(excludes=["status"]), "ENT-004", "`status` is not known here"),
        (policy(excludes=["status"], masking={}), "ENT-004", "`status` cannot be changed"),
        (policy(groups=["admin"]), "ENT-006", "gadget"),
        (model(versioning=None), "ENT-004", "`status` cannot be changed"),
    ],
)
def test_what_is_granted_no_more_while_it_runs_is_not_written_and_each_row_says_why(
    ground: Ground, served: Any, code: str, detail: str
) -> None:
    job = ground.queue(**DONE)

    def publish() -> None:
        ground.models.serve(served)

    ground.on_look = publish
    ground.runner().turn(never)
    found = ground.seen(job)
    assert (found.state, found.counts) == (JobState.FAILED, Counts(4, 0, 5))
    assert found.reason.startswith(f"{code}: ")
    assert {one.code for one in ground.errors(job)} == {code}
    assert all(detail in one.detail for one in ground.errors(job))
    assert sum(row["version"] == 2 for row in ground.store.tables["public", "gadget"]) == 4
    assert ground.bulk.mutations == {}


def test_rows_that_policies_show_no_more_fail_one_by_one() -> None:
    ground = Ground(*(row(number, name="ada" if number % 2 else "bob") for number in range(1, 7)))
    job = ground.queue(ANNA, **DONE)
    only = {"member": "name", "operator": "equals", "values": ["ada"]}
    ground.models.serve(policy(filters=[OWN, only]))
    ground.runner().turn(never)
    found = ground.seen(job)
    assert (found.state, found.counts) == (JobState.PARTIAL, Counts(3, 0, 3))
    assert {one.id: one.code for one in ground.errors(job)} == dict.fromkeys("246", "ENT-007")
    assert {ground.row(number)["status"] for number in (2, 4, 6)} == {"open"}


def test_a_job_of_an_entity_that_is_served_no_more_fails(ground: Ground) -> None:
    job = ground.queue(**DONE)
    ground.models = FakeServedModels(model(versioning=None))
    ground.runner().turn(never)
    assert (ground.seen(job).state, ground.seen(job).reason[:7]) == (JobState.FAILED, "ENT-004")
    assert ground.seen(job).counts == Counts(failed=9)


def test_jobs_that_died_are_counted_by_whoever_takes_them_up(ground: Ground) -> None:
    ground.queue(**DONE)
    ground.runner().turn(at_once)
    ground.runner().turn(at_once)
    assert not ground.parts.counts.taken_over.total()
    ground.bulk.take("dead", LEASE_S)
    ground.clock.advance(LEASE_S + 1)
    ground.runner().turn(never)
    assert ground.parts.counts.taken_over == {"gadget": 1}


def test_what_has_been_over_for_long_is_removed_though_jobs_wait(ground: Ground) -> None:
    old = ground.done(**DONE)
    ground.clock.advance(KEPT_S + 1)
    job = ground.queue(**DONE)
    ground.runner().turn(never)
    assert set(ground.bulk.kept) == {job.id}
    with pytest.raises(JobUnknown):
        ground.desk.job(ANNA.caller, old.id)


class KeepingBulk(FakeBulk):
    """Nothing can be removed."""

    def remove_ended(self, kept_s: float) -> bool:
        raise EntityStoreUnavailable("away")


def test_while_nothing_can_be_removed_jobs_are_done() -> None:
    ground = ground_of(KeepingBulk)
    job, runner = ground.queue(**DONE), ground.runner()
    assert not runner.turn(never)
    assert ground.seen(job).state is JobState.SUCCEEDED
    assert "ENT-001" in runner.fault


def test_whoever_lost_a_job_leaves_it_alone(ground: Ground) -> None:
    job = ground.queue(**DONE)

    def overtake() -> None:
        ground.on_look = lambda: None
        ground.clock.advance(LEASE_S + 1)
        ground.runner().turn(never)

    ground.on_look = overtake
    assert ground.runner().turn(never)
    assert (ground.seen(job).state, ground.seen(job).counts) == (JobState.SUCCEEDED, Counts(9))
    assert len(ground.bulk.written) == 9
