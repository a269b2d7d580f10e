"""Two sensors: one on the topic, one on the ledger."""

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from metamodel.kernel.errors import RampartError
from metamodel.kernel.ids import new_event_id
from orchestration.defs.preaggregations.config import batch_request, owed_request
from orchestration.defs.preaggregations.runs import RefreshRuns
from orchestration.flows.cursor import Cursor
from orchestration.flows.find_rollups import find_current_rollups
from orchestration.flows.plan_due_builds import plan_due_builds
from orchestration.flows.plan_refresh_batch import plan_refresh_batch
from orchestration.flows.platform import Platform
from orchestration.ports.sensor_control import EVENT_SENSOR

# The daemon looks every 5 s; asking for 5 would miss every other look by milliseconds.
_OFTEN_S = 1
_LEDGER_S = 4


def refresh_sensors(
    job: UnresolvedAssetJobDefinition, *, running: bool, budget_s: float
) -> tuple[dg.SensorDefinition, dg.SensorDefinition]:
    """The sensor that follows the topic, and the one that asks again for what is owed."""
    status = dg.DefaultSensorStatus.RUNNING if running else dg.DefaultSensorStatus.STOPPED

    @dg.sensor(
        name=EVENT_SENSOR,
        description="Every batch of events becomes one run; its cursor is the Kafka position.",
        job=job,
        minimum_interval_seconds=_OFTEN_S,
        default_status=status,
    )
    def preagg_refresh_sensor(
        context: dg.SensorEvaluationContext, platform: dg.ResourceParam[Platform]
    ) -> dg.SensorResult:
        """Follows `core.reporting.preagg.refresh`: every batch of events becomes one run.

        The cursor is the Kafka position. A tick that is skipped says why; nothing is lost by it.
        """
        runs = RefreshRuns(context.instance)
        try:
            _commit_previous(context.cursor, platform)
            plan = plan_refresh_batch(
                context.cursor,
                platform.source,
                following=runs.following,
                unfinished=runs.unfinished(),
                new_epoch=new_event_id,
                budget_s=budget_s,
            )
        except RampartError as error:
            if not error.retryable:
                raise
            return dg.SensorResult(skip_reason=error.explain(), cursor=context.cursor)
        requests = [batch_request(run) for run in plan.runs]
        return dg.SensorResult(
            run_requests=requests, skip_reason=plan.words or None, cursor=plan.cursor
        )

    @dg.sensor(
        name="preagg_due_sensor",
        description="Asks for what the ledger is owed: partitions that are due, holes, retries.",
        job=job,
        minimum_interval_seconds=_LEDGER_S,
        default_status=status,
    )
    def preagg_due_sensor(
        context: dg.SensorEvaluationContext, platform: dg.ResourceParam[Platform]
    ) -> dg.SensorResult:
        """Asks for runs that the ledger is owed: due partitions, holes, losses nobody recorded.

        It never gives up; it waits longer after each failure, and the asset's checks say so.
        """
        runs = RefreshRuns(context.instance)
        try:
            owed = plan_due_builds(
                runs.position(),
                topic=platform.topic,
                catalogue=find_current_rollups(platform.publications),
                ledger=platform.build.ledger,
                earlier=runs.earlier(platform.build.clock.now()),
                min_rebuild_interval_s=platform.build.limits.min_rebuild_interval_s,
            )
        except RampartError as error:
            return dg.SensorResult(skip_reason=error.explain())
        requests = [owed_request(run) for run in owed]
        return dg.SensorResult(
            run_requests=requests, skip_reason=None if requests else "nothing is owed"
        )

    return preagg_refresh_sensor, preagg_due_sensor


def _commit_previous(cursor: str | None, platform: Platform) -> None:
    """Show lag dashboards the stored position; correctness never reads it."""
    if cursor:
        platform.source.commit(Cursor.parse(cursor).next)
