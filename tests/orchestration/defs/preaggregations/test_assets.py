"""The pre-aggregations as Dagster materializes them, on fakes."""

from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.defs.preaggregations.assets import INTAKE, preaggregation_assets, rollup_key
from orchestration.defs.preaggregations.config import ASSETS_OP, JOB
from orchestration.defs.preaggregations.jobs import refresh_job
from orchestration.flows.cursor import Cursor
from tests.fakes.platform import FakePlatform
from tests.fakes.rollups import model, rollup
from tests.fakes.sensor_position import store_position

MODEL = model("shop-1", rollup(), rollup("by_month", fp="fp-2", partition=None))
BY_DAY, BY_MONTH = rollup_key("orders.by_day"), rollup_key("orders.by_month")


@pytest.fixture
def platform() -> FakePlatform:
    made = FakePlatform()
    made.publish(MODEL)
    made.clock.sleep(60)
    return made


def run(platform: FakePlatform, *selected: dg.AssetKey, **config: Any) -> Any:
    return dg.materialize(
        [preaggregation_assets(MODEL)],
        resources={"platform": platform.composed},
        selection=list(selected) or None,
        run_config={"ops": {ASSETS_OP: {"config": config}}} if config else None,
        raise_on_error=False,
    )


def materialized(result: Any) -> list[dg.AssetKey]:
    return [item.asset_key for item in result.get_asset_materialization_events()]


def checks(result: Any) -> dict[str, bool]:
    return {
        f"{item.asset_key.to_user_string()} {item.check_name}": item.passed
        for item in result.get_asset_check_evaluations()
    }


def test_by_hand_all_partitions_of_what_was_selected_are_built(platform: FakePlatform) -> None:
    result = run(platform, BY_DAY)

    assert result.success
    assert materialized(result) == [BY_DAY]
    assert len(platform.cube.posts) == 2 + 1 + 2  # the publish, then this run


def test_an_event_materializes_the_intake_and_only_the_rollup_it_names(
    platform: FakePlatform,
) -> None:
    platform.send(start=date(2025, 3, 1), end=date(2025, 3, 1))

    result = run(platform, epoch="e", ranges=["0:0-1"])

    assert result.success
    assert materialized(result) == [INTAKE, BY_DAY]
    assert platform.cube.posts[-1].date_range == (
        "2025-01-01T00:00:00.000",
        "2025-12-31T23:59:59.999",
    )


def test_every_check_of_a_healthy_run_passes(platform: FakePlatform) -> None:
    platform.clock.advance(-86400 * 400)  # a year and more before the extent's end
    platform.send()

    found = checks(run(platform, epoch="e", ranges=["0:0-1"]))

    assert all(found.values()), found
    assert set(found) == {
        "kafka/core_reporting_preagg_refresh no_dead_letters",
        "kafka/core_reporting_preagg_refresh no_holes",
        "kafka/core_reporting_preagg_refresh no_loss",
        *(
            f"preagg/orders_by_{name} {check}"
            for name in ("day", "month")
            for check in ("servable", "up_to_date", "within_extent")
        ),
    }


def test_a_partition_that_fails_fails_the_run_with_its_reason_and_keeps_the_others(
    platform: FakePlatform,
) -> None:
    platform.cube.build_errors["2024-01-01"] = ["out of memory"]

    result = run(platform, BY_DAY)

    assert not result.success
    (failure,) = result.get_step_failure_events()
    assert "BLD-001" in str(failure.event_specific_data.error_display_string)
    assert "out of memory" in str(failure.event_specific_data.error_display_string)
    assert materialized(result) == [BY_DAY]
    assert not checks(result)["preagg/orders_by_day up_to_date"]


def test_an_event_that_cannot_be_read_turns_a_check_red_and_not_the_run(
    platform: FakePlatform,
) -> None:
    platform.source.append(b"this is no Avro")

    result = run(platform, epoch="e", ranges=["0:0-1"])

    assert result.success
    assert not checks(result)["kafka/core_reporting_preagg_refresh no_dead_letters"]


def test_a_run_with_nothing_to_do_materializes_nothing(platform: FakePlatform) -> None:
    result = run(platform, rollups=["orders.by_day"])

    assert result.success
    assert materialized(result) == []


def test_cube_away_fails_the_run_and_the_work_stays_in_the_ledger(platform: FakePlatform) -> None:
    platform.cube.down = True

    result = run(platform, BY_DAY)

    assert not result.success
    assert [state.dirty for state in platform.ledger.states(["fp-1"])] == [True, True]
    assert [state.servable for state in platform.ledger.states(["fp-1"])] == [True, True]


def test_assets_carry_the_rollups_fingerprint_and_depend_on_the_published_model() -> None:
    specs = {spec.key: spec for spec in preaggregation_assets(MODEL).specs}

    assert specs[BY_DAY].code_version == "fp-1"
    assert {dep.asset_key for dep in specs[BY_DAY].deps} == {
        INTAKE,
        dg.AssetKey(["cube_model", "shop"]),
    }
    assert "2 partitions from 2024-01-01 to 2025-12-31" in (specs[BY_DAY].description or "")
    assert "1 partitions" in (specs[BY_MONTH].description or "")


def test_a_run_that_cannot_settle_its_offsets_says_so_in_a_check(
    platform: FakePlatform, tmp_path: Path
) -> None:
    platform.source.append(b"this is no Avro")
    platform.sink.down = True  # so it cannot be buried, and its range stays unsettled
    position = Cursor("e", "t", {0: 0}, {0: 1})
    assets = preaggregation_assets(MODEL)
    resources = {"platform": platform.composed}
    code_location = dg.Definitions([assets], jobs=[refresh_job(assets)], resources=resources)
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        store_position(instance, position.text)
        tags = {"rampart/epoch": "e", "rampart/range": "0:0-1", "rampart/attempt": "4"}
        result = code_location.resolve_job_def(JOB).execute_in_process(
            {"ops": {ASSETS_OP: {"config": {"epoch": "e", "ranges": ["0:0-1"]}}}},
            instance=instance,
            tags=tags,
            raise_on_error=False,
        )

    (check,) = result.get_asset_check_evaluations()
    assert not result.success
    assert (check.check_name, check.passed) == ("no_holes", False)
    assert check.severity is dg.AssetCheckSeverity.ERROR
