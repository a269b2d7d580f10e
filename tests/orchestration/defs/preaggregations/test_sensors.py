"""Both sensors, evaluated on fakes and an instance in memory."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast

import dagster as dg
import pytest
from dagster._core.test_utils import create_run_for_test

from orchestration.defs.preaggregations.assets import preaggregation_assets
from orchestration.defs.preaggregations.config import JOB
from orchestration.defs.preaggregations.jobs import refresh_job
from orchestration.defs.preaggregations.sensors import refresh_sensors
from orchestration.flows.cursor import Cursor
from tests.fakes.platform import FakePlatform
from tests.fakes.rollups import model
from tests.fakes.sensor_position import store_position

EVENTS, DUE = refresh_sensors(
    refresh_job(preaggregation_assets(model())), running=True, budget_s=1.0
)


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as made:
        yield made


@pytest.fixture
def platform() -> FakePlatform:
    made = FakePlatform()
    made.publish()
    made.clock.sleep(60)
    return made


def evaluate(
    sensor: dg.SensorDefinition,
    platform: FakePlatform,
    instance: dg.DagsterInstance,
    cursor: str | None = None,
) -> dg.SensorResult:
    context = dg.build_sensor_context(
        instance=instance, cursor=cursor, resources={"platform": platform.composed}
    )
    return cast("dg.SensorResult", sensor(context))


def test_the_first_tick_only_sets_the_position(
    platform: FakePlatform, instance: dg.DagsterInstance
) -> None:
    platform.send()

    result = evaluate(EVENTS, platform, instance)

    assert not result.run_requests
    assert Cursor.parse(str(result.cursor)).next == {0: 0, 1: 0, 2: 0}


def test_a_batch_becomes_one_run_and_the_cursor_moves_behind_it(
    platform: FakePlatform, instance: dg.DagsterInstance
) -> None:
    before = str(evaluate(EVENTS, platform, instance).cursor)
    platform.send()
    platform.send(partition=2)

    result = evaluate(EVENTS, platform, instance, before)

    (request,) = result.run_requests or ()
    assert request.tags["rampart/from"] == before
    assert request.tags["rampart/to"] == result.cursor
    assert request.tags["rampart/range"] == "0:0-1,2:0-1"


def test_no_events_are_a_reason_to_skip(
    platform: FakePlatform, instance: dg.DagsterInstance
) -> None:
    before = str(evaluate(EVENTS, platform, instance).cursor)

    result = evaluate(EVENTS, platform, instance, before)

    assert not result.run_requests
    assert str(result.skip_reason.skip_message if result.skip_reason else "") == "no events"
    assert result.cursor == before


def test_the_position_before_is_told_to_dashboards(
    platform: FakePlatform, instance: dg.DagsterInstance
) -> None:
    before = str(evaluate(EVENTS, platform, instance).cursor)
    assert platform.source.committed == {}

    evaluate(EVENTS, platform, instance, before)

    assert platform.source.committed == {0: 0, 1: 0, 2: 0}


def test_a_broker_that_is_away_is_skipped_with_its_code_and_the_position_stays(
    platform: FakePlatform, instance: dg.DagsterInstance
) -> None:
    before = str(evaluate(EVENTS, platform, instance).cursor)
    platform.source.down = True

    result = evaluate(EVENTS, platform, instance, before)

    assert result.cursor == before
    assert "KAFKA-001" in str(result.skip_reason)


def test_a_cursor_that_is_broken_is_an_error_of_the_tick(
    platform: FakePlatform, instance: dg.DagsterInstance
) -> None:
    with pytest.raises(Exception, match="by hand"):
        evaluate(EVENTS, platform, instance, "by hand")


def test_two_unfinished_runs_leave_the_backlog_in_kafka(
    platform: FakePlatform, instance: dg.DagsterInstance
) -> None:
    before = str(evaluate(EVENTS, platform, instance).cursor)
    platform.send()
    for _ in range(2):
        create_run_for_test(instance, job_name=JOB, status=dg.DagsterRunStatus.STARTED)

    result = evaluate(EVENTS, platform, instance, before)

    assert result.cursor == before
    assert "2 runs unfinished" in str(result.skip_reason)


def test_nothing_owed_is_a_reason_to_skip(
    platform: FakePlatform, instance: dg.DagsterInstance
) -> None:
    result = evaluate(DUE, platform, instance)

    assert not result.run_requests
    assert "nothing is owed" in str(result.skip_reason)


def test_what_is_dirty_and_due_is_asked_for(
    platform: FakePlatform, instance: dg.DagsterInstance
) -> None:
    keys = [state.key for state in platform.ledger.states(["fp-1"])]
    platform.ledger.want(keys[:1])

    (request,) = evaluate(DUE, platform, instance).run_requests or ()

    assert request.tags == {"rampart/root": "due/orders.by_day", "rampart/attempt": "1"}


def test_a_hole_in_what_was_taken_in_is_asked_for_again(
    platform: FakePlatform, instance: dg.DagsterInstance
) -> None:
    before = str(evaluate(EVENTS, platform, instance).cursor)
    platform.send(start=date(2025, 1, 1))
    after = str(evaluate(EVENTS, platform, instance, before).cursor)
    store_position(instance, after)  # and the run it asked for never was

    (request,) = evaluate(DUE, platform, instance).run_requests or ()

    assert request.tags["rampart/range"] == "0:0-1"
    assert request.tags["rampart/epoch"] == Cursor.parse(after).epoch
    assert "rampart/from" not in request.tags


def test_a_gap_run_that_failed_is_asked_for_until_its_loss_is_written(
    platform: FakePlatform, instance: dg.DagsterInstance
) -> None:
    before = str(evaluate(EVENTS, platform, instance).cursor)
    platform.source.recreate(1)
    result = evaluate(EVENTS, platform, instance, before)
    store_position(instance, str(result.cursor))
    (gap,) = result.run_requests or ()
    failed = dg.DagsterRunStatus.FAILURE
    create_run_for_test(instance, job_name=JOB, status=failed, tags=dict(gap.tags))
    platform.clock.advance(10**9)  # the machine's clock says when the run ended

    (again,) = evaluate(DUE, platform, instance).run_requests or ()

    assert again.run_config == gap.run_config
    assert again.tags["rampart/attempt"] == "2"
    assert "rampart/from" not in again.tags


def test_a_position_that_cannot_be_read_is_a_reason_to_skip(
    platform: FakePlatform, instance: dg.DagsterInstance
) -> None:
    store_position(instance, "by hand")

    assert "SNS-001" in str(evaluate(DUE, platform, instance).skip_reason)


def test_sensors_are_off_where_automation_is() -> None:
    job = refresh_job(preaggregation_assets(model()))

    off = refresh_sensors(job, running=False, budget_s=1.0)

    assert {one.default_status for one in off} == {dg.DefaultSensorStatus.STOPPED}
    assert {one.default_status for one in (EVENTS, DUE)} == {dg.DefaultSensorStatus.RUNNING}
