"""One stack for all faults: TPC-H published, short leases and waits, workers with a fuse."""

import os
from collections.abc import Iterator

import pytest

from ops.stack import dagster_home
from ops.stack.running import running_stack
from tests.faults.preaggs.documents import narrow_document, written
from tests.faults.preaggs.ground import Ground

SHORT = {
    "RAMPART_LEASE_S": "4",
    "RAMPART_MIN_REBUILD_INTERVAL_S": "0",
    "RAMPART_SENSOR_BUDGET_S": "4",
    "RAMPART_REQUEST_TIMEOUT_S": "8",
    "RAMPART_BUILD_TIMEOUT_S": "60",
}
CODE = "tests.faults.preaggs.killing_definitions"
# Dagster's own limits: how soon it looks at runs, and how long one may take.
SOON = {
    "max_runtime_seconds: 1800": "max_runtime_seconds: 30",
    "poll_interval_seconds: 5": "poll_interval_seconds: 2",
}


@pytest.fixture(scope="session")
def whole_ground(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ground]:
    """The stack, with its model published and nothing left to do."""
    folder = tmp_path_factory.mktemp("faults")
    settings = {
        **SHORT,
        "RAMPART_METAMODEL": str(written(narrow_document(), folder / "tpch.json")),
    }
    instance = dagster_home.INSTANCE
    for long, short in SOON.items():
        assert long in instance
        instance = instance.replace(long, short)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dagster_home, "INSTANCE", instance)
        name = f"faults-{os.getpid()}"
        with running_stack(name, settings=settings, code_module=CODE) as stack:
            ground = Ground(stack, folder)
            ground.publish(narrow_document())
            ground.at_rest("the first version, built")
            yield ground
            stack.keep = request.session.testsfailed > 0


@pytest.fixture
def ground(whole_ground: Ground) -> Iterator[Ground]:
    """The stack at rest; each test has to leave it so, serving the version it began with."""
    first = whole_ground.current.version
    yield whole_ground
    whole_ground.at_rest("the platform at rest after the test")
    assert whole_ground.current.version == first
    assert whole_ground.intakes.doubled() == []
    assert whole_ground.forked() == []
    assert whole_ground.servable_without_table() == []
