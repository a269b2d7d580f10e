"""Jobs, one after the other: each until it is over, or this worker has to stop."""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Final
from uuid import uuid4

from metamodel.kernel.errors import RampartError
from presence_api.entities.bulk.chunk import Chunk
from presence_api.entities.bulk.clearing import Clearing
from presence_api.entities.bulk.job_steps import BulkParts, JobSteps
from presence_api.entities.bulk.open_job import REFUSALS, OpenJob
from presence_api.entities.bulk.refused_chunk import refuse_chunk
from presence_api.ports.bulk_jobs import JobState
from presence_api.ports.bulk_work import JobLost, TakenJob
from presence_api.ports.entity_store import EntityStoreUnavailable
from presence_api.ports.served_models import ServedModels

_LOG: Final = logging.getLogger(__name__)


class BulkRunner:
    """A worker, by a name that it has once; `fault` says why it does nothing now."""

    def __init__(self, parts: BulkParts, models: ServedModels) -> None:
        self._parts, self._models = parts, models
        self._clearing = Clearing(parts)
        self._worker = str(uuid4())
        self.fault = ""

    def turn(self, stopping: Callable[[], bool]) -> bool:
        """Work on a job, if there is one that nobody works on; False if there was nothing to do.

        What it began and cannot end is left to whoever takes it up, after its lease.
        """
        if not self._models.known:  # before the first look: any job would fail
            return False
        try:
            taken = self._parts.work.take(self._worker, self._parts.lease_s)
            if taken is not None:
                self._parts.counts.taken_over[taken.entity] += taken.taken_over
                self._do(taken, stopping)
            self._clearing.turn()  # last: what fails here keeps no job from being done
        except JobLost as error:
            _LOG.warning("another worker has taken up job %s", error)
            return True
        except RampartError as error:
            self._say(error)
            return False
        self.fault = ""
        return taken is not None

    def _do(self, taken: TakenJob, stopping: Callable[[], bool]) -> None:
        steps = JobSteps(self._parts, taken, self._worker)
        try:
            while self._chunk(taken, steps):
                if stopping():
                    steps.give_back()
                    return
        except JobLost:
            raise
        except EntityStoreUnavailable:
            with suppress(EntityStoreUnavailable, JobLost), steps.step() as step:
                steps.telling.void(step)
            raise
        except RampartError as error:
            _LOG.warning("job %s cannot be done: %s", taken.id, error)
            _fail(steps, f"{error.code}: {error.hint}")
        except Exception:  # noqa: BLE001 - or the job would be taken up for ever
            _LOG.exception("job %s cannot be done", taken.id)
            _fail(steps, "a fault of this service")

    def _chunk(self, taken: TakenJob, steps: JobSteps) -> bool:
        """Do the next one by what its author may now: policies change while a job waits or runs."""
        try:
            job = OpenJob.of(taken, self._models)
        except REFUSALS as error:
            return refuse_chunk(steps, error)
        return Chunk(self._parts, job, steps).do()

    def _say(self, error: RampartError) -> None:
        if not self.fault:
            _LOG.warning("bulk updates wait: %s", error)
        self.fault = error.explain()


def _fail(steps: JobSteps, reason: str) -> None:
    """The job is over; what was changed stays so."""
    with steps.step() as step:
        steps.telling.void(step)
        steps.finish(step, JobState.FAILED, reason)
