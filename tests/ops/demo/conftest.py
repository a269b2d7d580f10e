"""A stage on the real stack, with the model published."""

import pytest

from ops.demo.stage import JOB, Stage
from ops.stack.supervisor import Supervisor

_DIRTY = "SELECT count(*) FROM rampart.preagg_partition WHERE wanted_at > built_from"
_OVER = {"SUCCESS", "FAILURE", "CANCELED"}


@pytest.fixture(scope="session")
def stage(stack: Supervisor) -> Stage:
    """The embedded stack as the acts see it; the demo's model serves."""
    made = Stage.on(stack)
    made.publish()
    return made


@pytest.fixture
def quiet_stage(stage: Stage) -> Stage:
    """The same, once everything that other tests asked for has been built.

    After a restart Cube drops a table as soon as another one takes its place, under the queries
    that were planned on it.
    """
    stage.wait(lambda: stage.sql(_DIRTY)[0][0], (0).__eq__, "everything built", timeout_s=120)
    stage.wait(
        lambda: [run.status for run in stage.dagster.runs(JOB)],
        lambda found: set(found) <= _OVER,
        "every build over",
        timeout_s=120,
    )
    return stage
