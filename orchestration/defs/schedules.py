"""What is looked at every night, whether anything told of it or not."""

import dagster as dg

from orchestration.defs.streaming.assets import KEY as CLUSTER

HEAL_AT = "23 3 * * *"
LOOK_AT = "7 4 * * *"


def nightly_schedules(
    heal: dg.JobDefinition, *, running: bool
) -> tuple[dg.ScheduleDefinition, dg.ScheduleDefinition]:
    """Tables against the ledger, and the cluster against its declaration; UTC."""
    status = dg.DefaultScheduleStatus.RUNNING if running else dg.DefaultScheduleStatus.STOPPED
    return (
        dg.ScheduleDefinition(
            name="heal_preagg_schedule",
            description="Tables that somebody dropped are built again by the morning.",
            job=heal,
            cron_schedule=HEAL_AT,
            default_status=status,
        ),
        dg.ScheduleDefinition(
            name="streaming_drift_schedule",
            description="A cluster that is no longer as declared is known by the morning.",
            target=dg.AssetSelection.assets(CLUSTER),
            cron_schedule=LOOK_AT,
            default_status=status,
        ),
    )
