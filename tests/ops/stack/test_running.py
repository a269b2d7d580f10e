"""Named stacks from Python."""

from collections.abc import Collection
from pathlib import Path

import pytest

from ops.stack import opening, processes, running
from ops.stack.component import Component
from ops.stack.errors import ComponentFailed, StackDown, StackRuns
from ops.stack.state import load
from tests.fakes.component import FakeComponent


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(opening, "STATE", tmp_path)
    monkeypatch.setattr(opening, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(running, "stack_folder", tmp_path.joinpath)
    return tmp_path


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> dict[str, Component]:
    found: dict[str, Component] = {"cube": FakeComponent("cube")}
    monkeypatch.setattr(running, "all_components", lambda _shape: found)
    return found


@pytest.mark.usefixtures("parts")
def test_a_throw_away_stack_runs_inside_and_leaves_nothing(home: Path) -> None:
    with running.running_stack("one") as stack:
        token = stack.state.token
        assert stack.state.parts["cube"].word == "ready"
        assert len(processes.leftovers(token)) == 1
    assert processes.leftovers(token) == []
    assert not (home / "one").exists()


@pytest.mark.usefixtures("parts")
def test_a_throw_away_stack_leaves_its_logs_after_an_error_or_when_asked(home: Path) -> None:
    with pytest.raises(ZeroDivisionError), running.running_stack("one"):
        raise ZeroDivisionError
    assert (home / "one" / "logs").is_dir()
    with running.running_stack("two") as stack:
        stack.keep = True
    assert (home / "two" / "logs").is_dir()


@pytest.mark.usefixtures("parts", "home")
def test_the_same_name_never_starts_twice() -> None:
    supervisor, ran = running.bring_up("one", settings={})
    try:
        assert not ran
        again, ran = running.bring_up("one", settings={})
        assert ran
        assert again.pid("cube") == supervisor.pid("cube")
        with pytest.raises(StackRuns), running.running_stack("one"):
            pass
        with running.running_stack("one", detach=True) as adopted:
            assert adopted.pid("cube") == supervisor.pid("cube")
        assert running.attach("one").state.parts["cube"].word == "ready"
    finally:
        assert running.bring_down("one")


@pytest.mark.usefixtures("parts")
def test_a_stack_that_is_down_cannot_be_attached_to_and_ends_without_a_word(home: Path) -> None:
    with pytest.raises(StackDown):
        running.attach("one")
    assert running.bring_down("one") is False
    running.bring_up("one", settings={})
    assert running.bring_down("one", forget=True) is True
    assert not (home / "one").exists()


def test_a_stack_that_cannot_start_leaves_no_process(
    parts: dict[str, Component], home: Path
) -> None:
    parts["web"] = FakeComponent("web", "cube", fault=ComponentFailed("web", "broke"))
    wanted: Collection[str] = ["web"]
    with pytest.raises(ComponentFailed, match="web broke"), running.running_stack("one", wanted):
        pass
    state = load(home / "one")
    assert state is not None
    assert processes.leftovers(state.token) == []
