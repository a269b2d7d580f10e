"""Jobs that have been over for long enough."""

from typing import Any

import pytest

from presence_api.entities.bulk.clearing import LOOK_S, MOST_AT_ONCE, Clearing
from presence_api.entities.bulk.job_steps import KEPT_S
from presence_api.ports.bulk_jobs import JobState
from presence_api.ports.entity_store import EntityStoreUnavailable
from tests.presence_api.entities.bulk.ground import ANNA, Ground
from tests.presence_api.entities.gadgets import row
from tests.presence_api.entities.served import editor

DONE: dict[str, Any] = {"ids": ["1", "7"], "set": {"status": "done"}}


@pytest.fixture
def ground() -> Ground:
    return Ground(row(1))


def test_a_job_is_kept_for_so_long_after_its_end_and_no_longer(ground: Ground) -> None:
    clearing, job = Clearing(ground.parts), ground.queue(**DONE)
    ground.clock.advance(KEPT_S)  # it waits long
    ground.runner().turn(lambda: False)
    ground.clock.advance(KEPT_S)
    clearing.turn()
    assert ground.desk.errors(ANNA.caller, job.id, 0, 9)
    ground.clock.advance(LOOK_S)
    clearing.turn()
    assert ground.bulk.kept == {}
    assert ground.parts.counts.removed == 1


def test_what_is_not_over_is_never_removed(ground: Ground) -> None:
    waiting = ground.queue(**DONE)
    running = ground.queue(editor("analyst", tenant="globex"), **DONE)
    ground.bulk.take("w", 1)
    ground.desk.cancel(ANNA.caller, waiting.id)
    ground.clock.advance(9 * KEPT_S)
    Clearing(ground.parts).turn()
    assert {ground.seen(one).state for one in (waiting, running)} == {
        JobState.CANCELLING,
        JobState.QUEUED,
    }


def test_a_few_are_removed_at_once_and_the_rest_at_the_next_turns(ground: Ground) -> None:
    for _ in range(MOST_AT_ONCE + 1):
        ground.done(**DONE)
    ground.clock.advance(KEPT_S + 1)
    clearing = Clearing(ground.parts)
    clearing.turn()
    assert len(ground.bulk.kept) == 1
    clearing.turn()
    assert ground.bulk.kept == {}
    ground.done(**DONE)
    ground.clock.advance(LOOK_S - 1)
    ground.bulk.away = True
    clearing.turn()  # it does not look again so soon
    ground.clock.advance(1)
    with pytest.raises(EntityStoreUnavailable):
        clearing.turn()
    clearing.turn()
