"""The code location as Dagster's own command line sees it."""

import subprocess
from pathlib import Path

import pytest

from ops.stack.environment import child_environment
from ops.stack.places import REPOSITORY, script

pytestmark = [pytest.mark.integration, pytest.mark.node]
SCHEMA = 'key:"metamodel/tpch" or key:"cube/*"'


def dagster(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = child_environment({"DAGSTER_HOME": str(home), "RAMPART_AUTOMATION": "false"})
    return subprocess.run(
        [str(script("dagster")), *arguments],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_the_workspace_for_people_loads_the_definitions(tmp_path: Path) -> None:
    done = dagster(tmp_path, "definitions", "validate", "-w", "workspace.yaml")

    assert done.returncode == 0, done.stderr
    assert "All code locations passed validation" in done.stdout


def test_the_schema_assets_materialize_without_a_server(tmp_path: Path) -> None:
    done = dagster(
        tmp_path, "asset", "materialize", "--select", SCHEMA, "-m", "orchestration.definitions"
    )

    assert done.returncode == 0, done.stderr
    assert "RUN_SUCCESS" in done.stderr
    assert "Asset check 'disk_equals_generation' on 'cube/lineitem' passed" in done.stderr
