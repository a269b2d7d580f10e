"""Preparing a named stack."""

import json
import os
from pathlib import Path

import pytest

from ops.stack import opening
from ops.stack.errors import StackBusy, StackHalfDead
from ops.stack.opening import locked, prepare, reopened, runs
from ops.stack.processes import Process
from ops.stack.state import Part, State, load
from orchestration.defs.run_workers.processes import start_time
from tests.fakes.component import FakeComponent

US = Process(os.getpid(), start_time(os.getpid()) or "")
GONE = Process(os.getpid(), "another life")


class Server(FakeComponent):
    """Listens on one port and has a password."""

    ports = {"server": 0}
    secrets = ("server",)

    def environment(self, stack: object) -> dict[str, str]:
        return {"RAMPART_SERVER": f"{stack.secrets['server']}@{stack.ports['server']}"}  # type: ignore[attr-defined]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(opening, "STATE", tmp_path)
    monkeypatch.setattr(opening, "CACHE", tmp_path / "cache")
    folder = tmp_path / "one"
    (folder / "logs").mkdir(parents=True)
    return folder


def some_state(**parts: Part) -> State:
    return State("one", "embedded", "a token nobody has", {}, {}, {}, parts)


def test_a_stack_runs_when_all_its_services_do() -> None:
    assert runs(some_state(cube=Part("ready", US), seed=Part("done")))


def test_a_stack_that_never_was_or_has_ended_does_not_run() -> None:
    assert not runs(None)
    assert not runs(some_state(cube=Part("stopped"), seed=Part("done")))
    assert not runs(some_state(cube=Part("ready", GONE)))


@pytest.mark.parametrize(
    "broken", [Part("ready", GONE), Part("failed"), Part("starting", US), Part("starting")]
)
def test_a_stack_of_which_only_a_part_runs_is_refused_by_name(broken: Part) -> None:
    with pytest.raises(StackHalfDead, match="cube"):
        runs(some_state(postgres=Part("ready", US), cube=broken))


def test_a_second_command_on_the_same_stack_is_refused(home: Path) -> None:
    with locked(home), pytest.raises(StackBusy, match="one"), locked(home):
        pass
    with locked(home):
        pass


def test_clients_find_ports_and_secrets_in_the_environment(home: Path) -> None:
    stack, state = prepare("one", home, {"server": Server("server")}, settings={}, code_module="m")
    expected = f"{stack.secrets['server']}@{stack.ports['server']}"
    assert state.environment["RAMPART_SERVER"] == expected
    assert state.environment["RAMPART_STACK"] == "one"
    assert load(home) == state
    assert reopened(home, state).environment == stack.environment


def test_settings_of_the_caller_win(home: Path) -> None:
    stack, _ = prepare(
        "one",
        home,
        {"server": Server("server")},
        settings={"RAMPART_SERVER": "mine"},
        code_module="m",
    )
    assert stack.environment["RAMPART_SERVER"] == "mine"


def test_a_second_life_keeps_ports_and_secrets_and_gets_a_new_token(home: Path) -> None:
    parts = {"server": Server("server")}
    first, _ = prepare("one", home, parts, settings={}, code_module="m")
    second, _ = prepare("one", home, parts, settings={}, code_module="m")
    assert (second.ports, second.secrets) == (first.ports, first.secrets)
    assert second.token != first.token


def test_ports_of_another_stack_that_is_down_are_not_taken(home: Path) -> None:
    first, _ = prepare("one", home, {"server": Server("server")}, settings={}, code_module="m")
    other = home.with_name("two")
    (other / "logs").mkdir(parents=True)
    raw = json.loads((home / "state.json").read_text())
    (other / "state.json").write_text(json.dumps({**raw, "name": "two"}))
    second, _ = prepare("one", home, {"server": Server("server")}, settings={}, code_module="m")
    assert second.ports != first.ports
