"""Dagster's daemon may be killed at any moment: every event is taken in, and none twice."""

import signal
from pathlib import Path

import pytest

from tests.eventually import eventually
from tests.faults.preaggs import crashing_daemon
from tests.faults.preaggs.children import end_of
from tests.faults.preaggs.ground import Ground
from tests.faults.preaggs.stream import Stream

pytestmark = pytest.mark.faults

DAEMON, CODE = "dagster_daemon", "dagster_code"
KILLS = 3


@pytest.mark.parametrize("step", crashing_daemon.STEPS)
def test_a_daemon_killed_between_two_of_its_writes_takes_every_event_in_once(
    ground: Ground, step: str
) -> None:
    taken = ground.intakes.taken()
    with ground.away(DAEMON):
        sent = ground.send(30)
        assert crash(ground, step) == -signal.SIGKILL
        sent += ground.send(30, first=30)

    ground.taken_in(taken.plus(sent), "all events")


def test_events_flow_through_three_kills_of_the_daemon_and_one_of_the_code_server(
    ground: Ground,
) -> None:
    taken = ground.intakes.taken()
    with Stream(ground) as stream:
        for _ in range(KILLS):
            before = ground.intakes.newest_id()
            stream.await_more(20)
            eventually(ground.intakes.newest_id, before.__lt__, "events taken in between kills")
            ground.stack.kill(DAEMON, signal.SIGKILL)
            stream.await_more(20)
            ground.stack.start(DAEMON)
        stream.await_more(20)
        ground.stack.kill(CODE, signal.SIGKILL)
        stream.await_more(20)
        ground.stack.start(CODE)
        stream.await_more(20)

    ground.taken_in(taken.plus(stream.sent), "all events of the stream")


def crash(ground: Ground, step: str) -> int:
    """A daemon of our own that dies at `step`; its exit code."""
    workspace = Path(ground.stack.environment["DAGSTER_HOME"]) / "workspace.yaml"
    return end_of(ground, crashing_daemon, step, str(workspace))
