"""The steps of one job."""

from contextlib import suppress

import pytest

from presence_api.entities.bulk.chunk_outcome import ChunkOutcome
from presence_api.entities.bulk.counts import Outcome
from presence_api.entities.bulk.job_steps import JobSteps
from presence_api.ports.bulk_jobs import Counts, JobState
from presence_api.ports.bulk_work import JobLost
from tests.fakes.bulk import Killed
from tests.presence_api.entities.bulk.ground import Ground
from tests.presence_api.entities.gadgets import row

CHANGED, FAILED = ("gadget", Outcome.CHANGED), ("gadget", Outcome.FAILED)


class Undone(Exception):
    """Ends a step badly."""


@pytest.fixture
def ground() -> Ground:
    found = Ground(row(1), row(2), row(3))
    found.queue(ids=["1", "2", "3"], set={"status": "done"})
    return found


@pytest.fixture
def steps(ground: Ground) -> JobSteps:
    taken = ground.bulk.take("w", 60)
    assert taken is not None
    return JobSteps(ground.parts, taken, "w")


def test_what_a_step_did_counts_once_it_is_kept(ground: Ground, steps: JobSteps) -> None:
    counts, outcome = ground.parts.counts, ChunkOutcome()
    with steps.step() as step:
        outcome.refused(step.next_rows(3)[2], "why")
        steps.advance(step, 2, outcome)
        assert counts.rows == {}
    assert counts.rows == {CHANGED: 2, FAILED: 1}
    with steps.step() as step:
        assert step.standing.counts == Counts(2, 0, 1)
        steps.finish(step, JobState.PARTIAL)
        assert counts.ended == {}
    assert counts.ended == {("gadget", JobState.PARTIAL): 1}
    assert counts.rows == {CHANGED: 2, FAILED: 1}


def test_what_is_undone_never_counts(ground: Ground, steps: JobSteps) -> None:
    with suppress(Undone), steps.step() as step:
        steps.advance(step, 3, ChunkOutcome())
        steps.finish(step, JobState.SUCCEEDED)
        raise Undone
    with steps.step():
        pass
    assert (ground.parts.counts.rows, ground.parts.counts.ended) == ({}, {})


def test_what_was_not_kept_because_the_worker_died_never_counts(
    ground: Ground, steps: JobSteps
) -> None:
    ground.bulk.statements_left = 2  # it begins and advances
    with suppress(Killed), steps.step() as step:
        steps.advance(step, 3, ChunkOutcome())
    assert ground.bulk.statements_left < 0
    assert ground.parts.counts.rows == {}


def test_what_is_given_back_is_another_workers(ground: Ground, steps: JobSteps) -> None:
    steps.give_back()
    assert ground.bulk.take("heir", 60) is not None
    with pytest.raises(JobLost), steps.step():
        pass
