"""Jobs, one after the other: each until it is over, or this worker has to stop."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Final
from uuid import uuid4

from metamodel.kernel.errors import RampartError
from presence_api.entities.bulk.chunk import BulkParts, Chunks
from presence_api.entities.bulk.open_job import OpenJob
from presence_api.entities.bulk.telling import Telling
from presence_api.ports.bulk_jobs import JobState
from presence_api.ports.bulk_work import BulkStep, JobLost, TakenJob
from presence_api.ports.entity_store import EntityStoreUnavailable
from presence_api.ports.served_models import ServedModels

_LOG: Final = logging.getLogger(__name__)


class BulkRunner:
    """A worker, by a name that it has once; `fault` says why it does nothing now."""

    def __init__(self, parts: BulkParts, models: ServedModels) -> None:
        self._parts, self._models = parts, models
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
                self._do(taken, stopping)
        except JobLost as error:
            _LOG.warning("another worker has taken up job %s", error)
            return True
        except RampartError as error:
            self._say(error)
            return False
        self.fault = ""
        return taken is not None

    def _do(self, taken: TakenJob, stopping: Callable[[], bool]) -> None:
        telling = Telling(taken, self._parts.codec, self._parts.clock)
        try:
            job = OpenJob.of(taken, self._models)
            chunks = Chunks(self._parts, job, telling, self._worker)
            while chunks.next():
                if stopping():
                    self._parts.work.give_back(taken.id, self._worker)
                    return
        except JobLost:
            raise
        except EntityStoreUnavailable:
            with suppress(EntityStoreUnavailable, JobLost), self._step(taken) as step:
                telling.void(step)
            raise
        except RampartError as error:
            _LOG.warning("job %s cannot be done: %s", taken.id, error)
            self._fail(taken, telling, f"{error.code}: {error.hint}")
        except Exception:  # noqa: BLE001 - or the job would be taken up for ever
            _LOG.exception("job %s cannot be done", taken.id)
            self._fail(taken, telling, "a fault of this service")

    def _fail(self, taken: TakenJob, telling: Telling, reason: str) -> None:
        """The job is over; what was changed stays so."""
        with self._step(taken) as step:
            telling.void(step)
            telling.finish(step, JobState.FAILED, reason)

    def _step(self, taken: TakenJob) -> AbstractContextManager[BulkStep]:
        return self._parts.work.step(taken.id, self._worker, self._parts.lease_s)

    def _say(self, error: RampartError) -> None:
        if not self.fault:
            _LOG.warning("bulk updates wait: %s", error)
        self.fault = error.explain()
