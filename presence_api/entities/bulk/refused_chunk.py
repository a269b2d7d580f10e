"""A chunk of a job that its author may not do any more: each of its rows fails, and says why."""

from metamodel.kernel.errors import RampartError
from presence_api.entities.bulk.chunk_outcome import ChunkOutcome
from presence_api.entities.bulk.job_steps import JobSteps
from presence_api.entities.bulk.open_job import CHUNK
from presence_api.ports.bulk_jobs import JobState


def refuse_chunk(steps: JobSteps, error: RampartError) -> bool:
    """Have the next rows fail for that reason; False: the job is over.

    Raises JobLost, EntityStoreUnavailable.
    """
    with steps.step() as step:
        if not steps.goes_on(step):
            return False
        rows = step.next_rows(CHUNK)
        if not rows:
            steps.finish(step, JobState.FAILED, f"{error.code}: {error}")
            return False
        outcome = ChunkOutcome()
        for row in rows:
            outcome.forbidden(row, error)
        steps.advance(step, 0, outcome)
        return True
