"""Dagster's instance folder."""

from pathlib import Path

import yaml
from dagster._core.instance.config import dagster_instance_config

from ops.stack import dagster_home
from tests.fakes.component import fake_stack


def test_dagster_accepts_the_instance_settings(tmp_path: Path) -> None:
    stack = fake_stack(tmp_path, ports={"dagster_code": 20001})
    dagster_home.write(stack)
    config, _ = dagster_instance_config(str(dagster_home.home(stack)))
    assert config["telemetry"] == {"enabled": False}
    assert config["concurrency"]["runs"]["max_concurrent_runs"] == 4


def test_the_workspace_speaks_to_the_stacks_own_code_server(tmp_path: Path) -> None:
    stack = fake_stack(tmp_path, ports={"dagster_code": 20001})
    dagster_home.write(stack)
    (entry,) = yaml.safe_load(dagster_home.workspace(stack).read_text())["load_from"]
    assert entry["grpc_server"]["port"] == 20001


def test_a_tick_may_take_longer_than_a_sensor_waits(tmp_path: Path) -> None:
    found = dagster_home.settings(fake_stack(tmp_path))
    assert int(found["DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS"]) == 60
    assert found["DAGSTER_HOME"] == str(tmp_path / "dagster")
