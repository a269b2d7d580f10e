"""What others are told of a job."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from uuid import UUID, uuid4

from presence_api.entities.bulk.telling import Telling
from presence_api.ports.bulk_jobs import JobState
from presence_api.ports.bulk_work import BulkStep, TakenJob
from tests.presence_api.entities.bulk.ground import CODEC, Ground
from tests.presence_api.entities.gadgets import row

OPERATION, ENDS_AT = str(uuid4()), datetime(2026, 1, 1, 1, tzinfo=UTC)


class Told:
    """A job of two rows, and a step in it."""

    def __init__(self) -> None:
        self.ground = Ground(row(1), row(2))
        self.ground.queue(ids=["1", "2"], set={"status": "done"})
        taken = self.ground.bulk.take("w", 60)
        assert taken is not None
        self.taken: TakenJob = taken
        self.telling = Telling(taken, CODEC, self.ground.clock)

    def step(self) -> AbstractContextManager[BulkStep]:
        return self.ground.bulk.step(self.taken.id, "w", 60)


def test_an_announcement_names_rows_attributes_and_its_end() -> None:
    told = Told()
    with told.step() as step:
        told.telling.mutating(step, OPERATION, "acme", {"1": 1, "2": 1}, ENDS_AT)
    (event,) = told.ground.told()
    assert (event["phase"], event["operation_id"]) == ("MUTATING", UUID(OPERATION))
    assert (event["job_id"], event["entity"]) == (UUID(told.taken.id), "gadget")
    assert (event["ids"], event["versions"]) == (["1", "2"], [1, 1])
    assert (event["changed_attributes"], event["expires_at"]) == (["status"], ENDS_AT)


def test_an_end_is_a_change_or_none() -> None:
    told = Told()
    with told.step() as step:
        told.telling.ended(step, OPERATION, None, {"1": 2}, ["status", "updated_at"])
        told.telling.ended(step, OPERATION, None, {"1": 1}, [])
    changed, failed = told.ground.told()
    assert (changed["phase"], failed["phase"]) == ("MUTATED", "MUTATION_FAILED")
    assert changed["changed_attributes"] == ["status", "updated_at"]
    assert failed["changed_attributes"] == ["status"]


def test_what_nobody_ended_is_void_for_those_rows_that_are_still_its() -> None:
    told = Told()
    with told.step() as step:
        told.telling.void(step)
        step.announce(OPERATION, step.next_rows(9), 5)
    told.ground.clock.advance(6)
    other = told.ground.bulk.mutation("other", 60)
    for address in list(told.ground.bulk.mutations):
        if address.id == "2":
            told.ground.bulk.mutations[address] = other
    with told.step() as step:
        told.telling.void(step)
    (event,) = told.ground.told()
    assert (event["phase"], event["ids"], event["versions"]) == ("MUTATION_FAILED", ["1"], [1])
    assert list(told.ground.bulk.mutations.values()) == [other]


def test_of_an_operation_that_has_no_rows_any_more_nothing_is_told() -> None:
    told = Told()
    with told.step() as step:
        step.announce(OPERATION, step.next_rows(9), 5)
    told.ground.bulk.mutations.clear()
    with told.step() as step:
        told.telling.void(step)
    assert told.ground.told() == []


def test_at_the_end_rollups_are_asked_for() -> None:
    told = Told()
    with told.step() as step:
        step.advance(step.standing.counts, [], {"gadget.totals": None})
    with told.step() as step:
        told.telling.finish(step, JobState.FAILED, "why")
    (event,) = told.ground.told("core.reporting.preagg.refresh.v1")
    assert (event["pre_aggregation"], event["reason"]) == ("totals", "gadget: status")
    job = told.ground.bulk.kept[told.taken.id].job
    assert (job.state, job.reason) == (JobState.FAILED, "why")
