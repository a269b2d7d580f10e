"""Ending a stack from its state alone."""

from pathlib import Path

from ops.stack import processes
from ops.stack.state import load
from ops.stack.stopping import stop_everything
from tests.fakes.component import FakeComponent, fake_supervisor


def test_everything_is_ended_and_what_was_done_stays_done(tmp_path: Path) -> None:
    supervisor = fake_supervisor(
        tmp_path, FakeComponent("database"), FakeComponent("seed", "database", process=False)
    )
    supervisor.up()
    state = load(tmp_path)
    assert state is not None
    after = stop_everything(tmp_path, state)
    assert {name: part.phase for name, part in after.parts.items()} == {
        "database": "stopped",
        "seed": "done",
    }
    assert load(tmp_path) == after
    assert processes.leftovers(state.token) == []


def test_ending_twice_is_no_fault(tmp_path: Path) -> None:
    supervisor = fake_supervisor(tmp_path, FakeComponent("database"))
    supervisor.up()
    supervisor.down()
    supervisor.down()
    assert supervisor.state.services == {}
