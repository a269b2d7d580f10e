"""The worker in its thread."""

from typing import Any

from presence_api.entities.bulk.worker import BulkWorker
from presence_api.ports.bulk_jobs import JobState
from tests.eventually import eventually
from tests.presence_api.entities.bulk.ground import Ground
from tests.presence_api.entities.gadgets import row

DONE: dict[str, Any] = {"ids": ["1"], "set": {"status": "done"}}


def test_it_works_until_it_is_stopped() -> None:
    ground = Ground(row(1))
    worker = BulkWorker(ground.runner(), idle_s=0.01)
    assert not worker.alive
    job = ground.queue(**DONE)
    worker.start()
    eventually(lambda: ground.seen(job).state, lambda state: state.final, "it is over")
    assert ground.seen(job).state is JobState.SUCCEEDED
    assert (worker.alive, worker.fault) == (True, "")
    assert worker.stop(10)
    assert not worker.alive


def test_it_says_why_it_does_nothing() -> None:
    ground = Ground(row(1))
    ground.bulk.away = True
    worker = BulkWorker(ground.runner(), idle_s=0.01)
    worker.start()
    eventually(lambda: worker.fault, lambda fault: "ENT-001" in fault, "the fault")
    assert worker.stop(10)
