"""A chunk that may not be done any more."""

from uuid import uuid4

import pytest

from presence_api.entities.bulk.job_steps import JobSteps
from presence_api.entities.bulk.open_job import CHUNK
from presence_api.entities.bulk.refused_chunk import refuse_chunk
from presence_api.entities.catalogue.view import EntityForbidden
from presence_api.ports.bulk_jobs import Counts, Job, JobState
from tests.presence_api.entities.bulk.ground import Ground
from tests.presence_api.entities.gadgets import row

WHY = EntityForbidden("gadget")
WHERE = {"field": "status", "op": "eq", "value": "open"}


@pytest.fixture
def ground() -> Ground:
    return Ground(*(row(number) for number in range(CHUNK + 2)))


@pytest.fixture
def job(ground: Ground) -> Job:
    return ground.queue(where=WHERE, set={"status": "done"})


@pytest.fixture
def steps(ground: Ground, job: Job) -> JobSteps:
    taken = ground.bulk.take("w", 60)
    assert taken is not None
    return JobSteps(ground.parts, taken, "w")


def test_each_row_fails_with_the_reason_and_in_the_end_the_job(
    ground: Ground, job: Job, steps: JobSteps
) -> None:
    assert refuse_chunk(steps, WHY)
    assert ground.seen(job).counts == Counts(failed=CHUNK)
    assert refuse_chunk(steps, WHY)
    assert not refuse_chunk(steps, WHY)
    found = ground.seen(job)
    assert (found.state, found.counts) == (JobState.FAILED, Counts(failed=CHUNK + 2))
    assert found.reason == "ENT-006: gadget"
    assert {(one.code, one.detail) for one in ground.errors(job)} == {("ENT-006", "gadget")}
    assert len({one.number for one in ground.errors(job)}) == CHUNK + 2
    assert ground.bulk.written == []


def test_what_was_announced_is_void(ground: Ground, steps: JobSteps) -> None:
    with steps.step() as step:
        operation, rows = str(uuid4()), step.next_rows(3)
        ends_at = step.announce(operation, rows, 60).ends_at
        steps.telling.mutating(step, operation, "acme", {row.id: 1 for row in rows}, ends_at)
    refuse_chunk(steps, WHY)
    assert list(ground.operations().values()) == [["MUTATING", "MUTATION_FAILED"]]
    assert ground.bulk.mutations == {}


def test_a_cancelled_job_is_cancelled(ground: Ground, job: Job, steps: JobSteps) -> None:
    ground.bulk.cancel("acme", job.id)
    assert not refuse_chunk(steps, WHY)
    found = ground.seen(job)
    assert (found.state, found.counts) == (JobState.CANCELLED, Counts())
