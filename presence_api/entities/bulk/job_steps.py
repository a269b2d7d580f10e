"""The steps of one job, as long as one worker has it; figures count what was kept alone."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from metamodel.events.codec import Codec
from metamodel.kernel.clock import Clock
from presence_api.entities.bulk.chunk_outcome import ChunkOutcome
from presence_api.entities.bulk.counts import BulkCounts
from presence_api.entities.bulk.holders import HoldersAmong
from presence_api.entities.bulk.open_job import CHUNK
from presence_api.entities.bulk.telling import Telling
from presence_api.ports.bulk_jobs import Counts, JobState
from presence_api.ports.bulk_work import BulkStep, BulkWork, TakenJob

LEASE_S: Final = 15.0
MUTATION_S: Final = 60.0
KEPT_S: Final = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class BulkParts:
    """What jobs are done with. `lease_s`: until a worker that says nothing counts as dead.

    `mutation_s`: how long a chunk may take, and its rows are refused to others at most;
    `chunk_rows`: how many it has, at most CHUNK; `kept_s`: how long a job is kept that is over.
    """

    work: BulkWork
    holders: HoldersAmong
    codec: Codec
    clock: Clock
    lease_s: float = LEASE_S
    mutation_s: float = MUTATION_S
    chunk_rows: int = CHUNK
    kept_s: float = KEPT_S
    counts: BulkCounts = field(default_factory=BulkCounts)


class JobSteps:
    """Each is one transaction. `telling` tells of the job, `worker` is who has it."""

    def __init__(self, parts: BulkParts, taken: TakenJob, worker: str) -> None:
        self._parts, self._taken, self._worker = parts, taken, worker
        self.telling = Telling(taken, parts.codec, parts.clock)
        self._rows = Counts()
        self._ended: JobState | None = None

    @contextmanager
    def step(self) -> Iterator[BulkStep]:
        """The next one. Raises JobLost, EntityStoreUnavailable."""
        parts, taken = self._parts, self._taken
        self._rows, self._ended = Counts(), None
        with parts.work.step(taken.id, self._worker, parts.lease_s) as step:
            yield step
        parts.counts.add(taken.entity, self._rows, self._ended)

    def goes_on(self, step: BulkStep) -> bool:
        """Whatever was announced before is void; False: the job is over, for it was cancelled."""
        self.telling.void(step)
        if step.standing.state is not JobState.CANCELLING:
            return True
        self.finish(step, JobState.CANCELLED)
        return False

    def advance(
        self,
        step: BulkStep,
        done: int,
        outcome: ChunkOutcome,
        touched: Mapping[str, Any] | None = None,
    ) -> None:
        """So many rows are changed, and those of `outcome` are not."""
        self._rows = outcome.counts(done)
        step.advance(self._rows, outcome.errors, touched)

    def finish(self, step: BulkStep, state: JobState, reason: str = "") -> None:
        """The job is over."""
        self._ended = state
        self.telling.finish(step, state, reason)

    def give_back(self) -> None:
        """Let another worker have the job at once."""
        self._parts.work.give_back(self._taken.id, self._worker)
