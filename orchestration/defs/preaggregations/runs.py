"""The job's runs as the flows want to see them, read from Dagster's own storage."""

from datetime import UTC, datetime, timedelta

from dagster import DagsterInstance, DagsterRunStatus, RunRecord, RunsFilter
from dagster._core.scheduler.instigation import InstigatorType, SensorInstigatorData

from orchestration.defs.preaggregations.config import (
    ATTEMPT,
    EPOCH,
    FROM,
    GAP,
    JOB,
    LOSSES,
    RANGES,
    ROOT,
    TO,
    parse_loss,
)
from orchestration.flows.cursor import Cursor
from orchestration.flows.plan_due_builds import EarlierRun
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.sensor_control import EVENT_SENSOR

LOOK_BACK = timedelta(days=7)
MOST_RUNS = 200
_UNFINISHED = [
    DagsterRunStatus.NOT_STARTED,
    DagsterRunStatus.QUEUED,
    DagsterRunStatus.STARTING,
    DagsterRunStatus.STARTED,
    DagsterRunStatus.CANCELING,
]


class RefreshRuns:
    """Questions about runs of the refresh job."""

    def __init__(self, instance: DagsterInstance) -> None:
        self._instance = instance

    def following(self, cursor: str) -> str | None:
        """The `to` of the run that was asked for at exactly this cursor, if there is one."""
        found = self._instance.get_runs(RunsFilter(tags={FROM: cursor}), limit=1)
        return found[0].tags[TO] if found else None

    def unfinished(self) -> int:
        """How many runs of the job are waiting or running."""
        return self._instance.get_runs_count(RunsFilter(job_name=JOB, statuses=_UNFINISHED))

    def earlier(self, now: datetime) -> tuple[EarlierRun, ...]:
        """The job's runs of the last days, and gap runs of any age, newest first.

        A loss may be known to nobody but the run that was to write it down.
        """
        recent = RunsFilter(job_name=JOB, created_after=now - LOOK_BACK)
        gaps = RunsFilter(job_name=JOB, tags=GAP)
        records = {
            record.storage_id: record
            for chosen in (recent, gaps)
            for record in self._instance.get_run_records(chosen, limit=MOST_RUNS)
        }
        return tuple(_earlier(records[number]) for number in sorted(records, reverse=True))

    def position(self) -> Cursor | None:
        """The event sensor's position; None before its first look, and where no sensor runs.

        Raises BadCursor.
        """
        if self._instance.schedule_storage is None:
            return None
        for state in self._instance.all_instigator_state(instigator_type=InstigatorType.SENSOR):
            data = state.instigator_data
            if state.instigator_name == EVENT_SENSOR and isinstance(data, SensorInstigatorData):
                return Cursor.parse(data.cursor) if data.cursor else None
        return None


def _earlier(record: RunRecord) -> EarlierRun:
    run = record.dagster_run
    ranges, losses = (run.tags.get(tag, "").split(",") for tag in (RANGES, LOSSES))
    ended = record.end_time or record.update_timestamp.replace(tzinfo=UTC).timestamp()
    return EarlierRun(
        run_id=run.run_id,
        attempt=int(run.tags.get(ATTEMPT, "1")),
        root=run.tags.get(ROOT, ""),
        epoch=run.tags.get(EPOCH, ""),
        ranges=tuple(OffsetRange.parse(word) for word in ranges if word),
        losses=tuple(parse_loss(word) for word in losses if word),
        finished=run.is_finished,
        succeeded=run.status is DagsterRunStatus.SUCCESS,
        cancelled=run.status is DagsterRunStatus.CANCELED,
        ended_at=datetime.fromtimestamp(ended, UTC) if run.is_finished else None,
    )
