"""The job's runs, read from Dagster's own storage."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.test_utils import create_run_for_test

from orchestration.defs.preaggregations.config import JOB
from orchestration.defs.preaggregations.runs import RefreshRuns
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import Loss

Status = dg.DagsterRunStatus


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as made:
        yield made


def add(instance: dg.DagsterInstance, status: Status, job: str = JOB, **tags: str) -> None:
    named = {f"rampart/{key}": value for key, value in tags.items()}
    create_run_for_test(instance, job_name=job, status=status, tags=named)


def test_the_run_asked_for_at_a_cursor_tells_where_it_ended(instance: dg.DagsterInstance) -> None:
    add(instance, Status.SUCCESS, **{"from": "c0", "to": "c1"})

    runs = RefreshRuns(instance)

    assert runs.following("c0") == "c1"
    assert runs.following("c1") is None


def test_only_unfinished_runs_of_this_job_count(instance: dg.DagsterInstance) -> None:
    for status in (
        Status.STARTING,
        Status.STARTED,
        Status.SUCCESS,
        Status.FAILURE,
        Status.CANCELED,
    ):
        add(instance, status)
    add(instance, Status.STARTED, job="another")

    assert RefreshRuns(instance).unfinished() == 2


def test_earlier_runs_come_newest_first_with_what_they_were_for(
    instance: dg.DagsterInstance,
) -> None:
    add(instance, Status.FAILURE, epoch="e", range="0:0-5,1:2-3")
    add(instance, Status.STARTED, root="due/orders.by_day")
    add(instance, Status.CANCELED, root="hole/0:0-5")

    cancelled, live, failed = RefreshRuns(instance).earlier(datetime.now(UTC))

    assert (cancelled.root, cancelled.cancelled, cancelled.succeeded) == ("hole/0:0-5", True, False)
    assert (live.root, live.finished, live.ended_at) == ("due/orders.by_day", False, None)
    assert failed.ranges == (OffsetRange(0, 0, 5), OffsetRange(1, 2, 3))
    assert (failed.epoch, failed.finished, failed.succeeded) == ("e", True, False)
    assert failed.ended_at is not None


def test_runs_of_long_ago_are_left_out(instance: dg.DagsterInstance) -> None:
    add(instance, Status.SUCCESS)

    assert RefreshRuns(instance).earlier(datetime.now(UTC) + timedelta(days=8)) == ()


def test_a_gap_run_is_never_too_old_and_says_what_it_lost(instance: dg.DagsterInstance) -> None:
    add(instance, Status.FAILURE, epoch="e", gap="yes", lost="0:1-3@d,1:7-@d")

    (found,) = RefreshRuns(instance).earlier(datetime.now(UTC) + timedelta(days=365))

    assert found.losses == (Loss("d", 0, 1, 3), Loss("d", 1, 7, None))
    assert found.ranges == ()


def test_a_sensor_that_never_ran_has_no_position(instance: dg.DagsterInstance) -> None:
    assert RefreshRuns(instance).position() is None
