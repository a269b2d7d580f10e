"""What is looked at every night."""

import dagster as dg
import pytest

from orchestration.defs.preaggregations.healing import heal_job
from orchestration.defs.schedules import nightly_schedules


@pytest.mark.parametrize(
    ("running", "status"),
    [(True, dg.DefaultScheduleStatus.RUNNING), (False, dg.DefaultScheduleStatus.STOPPED)],
)
def test_both_run_at_night_unless_told_otherwise(
    running: bool, status: dg.DefaultScheduleStatus
) -> None:
    schedules = nightly_schedules(heal_job(), running=running)
    assert {one.default_status for one in schedules} == {status}
    assert {str(one.cron_schedule).split()[1] for one in schedules} <= {"3", "4"}
    assert [one.name for one in schedules] == ["heal_preagg_schedule", "streaming_drift_schedule"]
