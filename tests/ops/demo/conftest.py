"""A stage that nobody works on."""

import pytest

from ops.demo.stage import JOB, Stage

_DIRTY = "SELECT count(*) FROM rampart.preagg_partition WHERE wanted_at > built_from"
_OVER = {"SUCCESS", "FAILURE", "CANCELED"}


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
