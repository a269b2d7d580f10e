"""The state file."""

import os
import signal
import stat
from pathlib import Path

from ops.stack.processes import Process
from ops.stack.state import FILE, Part, State, load, save
from orchestration.defs.run_workers.processes import start_time

US = Process(os.getpid(), start_time(os.getpid()) or "")
GONE = Process(os.getpid(), "another life")


def some_state(**parts: Part) -> State:
    return State("main", "embedded", "t", {"cube": 24000}, {"key": "x"}, {"RAMPART_A": "b"}, parts)


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    state = some_state(cube=Part("ready", US, ("postgres",), signal.SIGINT, 20))
    save(tmp_path, state)
    assert load(tmp_path) == state


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    save(tmp_path, some_state())
    save(tmp_path, some_state())
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_a_stack_that_never_was_has_no_state(tmp_path: Path) -> None:
    assert load(tmp_path) is None


def test_what_should_run_and_does_not_is_dead() -> None:
    assert Part("ready", US).word == "ready"
    assert Part("ready", GONE).word == "dead"
    assert Part("starting", GONE).word == "dead"


def test_what_needs_no_process_is_shown_as_it_is() -> None:
    assert Part("done").word == "done"
    assert Part("stopped", None).word == "stopped"


def test_services_are_the_processes_that_should_run() -> None:
    state = some_state(cube=Part("ready", US), seed=Part("done"), web=Part("failed", GONE))
    assert state.services == {"cube": US}


def test_a_change_of_one_part_leaves_the_others() -> None:
    state = some_state(a=Part("done"), b=Part("starting")).with_part("b", Part("ready", US))
    assert state.parts == {"a": Part("done"), "b": Part("ready", US)}
