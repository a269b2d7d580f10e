"""The code location as Dagster loads it: a snapshot of its names."""

from typing import Any

import dagster as dg
import pytest

from orchestration.definitions import defs


@pytest.fixture
def location() -> dg.Definitions:
    made: Any = defs()
    return made if isinstance(made, dg.Definitions) else made.load()


@pytest.mark.node
def test_it_loads_and_shows_every_asset_of_the_configured_metamodel(
    location: dg.Definitions,
) -> None:
    keys = {key.to_user_string() for key in location.resolve_asset_graph().get_all_asset_keys()}

    assert {
        "metamodel/tpch",
        "cube/orders",
        "cube_model/tpch",
        "kafka/core_reporting_preagg_refresh",
        "preagg/orders_by_day",
        "preagg/lineitem_by_day",
        "streaming/cluster",
    } <= keys


@pytest.mark.node
def test_it_has_its_jobs_schedules_and_sensors(location: dg.Definitions) -> None:
    for name in ("refresh_preagg_job", "heal_preagg_job", "replay_dead_letters_job"):
        assert location.resolve_job_def(name).name == name
    schedules = {one.name for one in location.schedules or ()}
    assert schedules == {"heal_preagg_schedule", "streaming_drift_schedule"}
    names = {sensor.name for sensor in location.sensors or ()}
    assert names == {"preagg_refresh_sensor", "preagg_due_sensor"}


@pytest.mark.node
@pytest.mark.parametrize(
    ("automation", "status"),
    [("true", dg.DefaultSensorStatus.RUNNING), ("false", dg.DefaultSensorStatus.STOPPED)],
)
def test_sensors_start_by_themselves_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, automation: str, status: dg.DefaultSensorStatus
) -> None:
    monkeypatch.setenv("RAMPART_AUTOMATION", automation)
    made: Any = defs()
    loaded = made if isinstance(made, dg.Definitions) else made.load()

    assert {sensor.default_status for sensor in loaded.sensors or ()} == {status}
