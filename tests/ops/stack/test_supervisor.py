"""Starting and ending the components of one stack."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.stack import processes
from ops.stack.errors import ComponentFailed, ComponentUnknown
from ops.stack.processes import wait_gone
from ops.stack.state import load
from tests.fakes.clock import FakeClock
from tests.fakes.component import FakeComponent, fake_supervisor


@pytest.fixture(autouse=True)
def nothing_left(tmp_path: Path) -> Iterator[None]:
    yield
    for process in processes.leftovers(tmp_path.as_posix()):
        process.signal(signal.SIGKILL)


def test_components_start_after_those_they_need_have_settled(tmp_path: Path) -> None:
    journal: list[str] = []
    supervisor = fake_supervisor(
        tmp_path,
        FakeComponent("database", journal=journal, looks=3),
        FakeComponent("seed", "database", process=False, journal=journal),
    )
    supervisor.up()
    assert journal == ["start database", "settle database", "start seed", "settle seed"]
    assert [part.word for part in supervisor.state.parts.values()] == ["ready", "done"]
    supervisor.down()


def test_the_state_file_knows_every_process_while_it_runs(tmp_path: Path) -> None:
    supervisor = fake_supervisor(tmp_path, FakeComponent("cube"))
    supervisor.up()
    state = load(tmp_path)
    assert state is not None
    assert state.services["cube"].pid == supervisor.pid("cube")
    assert state.services["cube"].alive
    supervisor.down()
    after = load(tmp_path)
    assert after is not None
    assert (after.parts["cube"].phase, after.services) == ("stopped", {})


def test_a_failure_ends_what_has_started_and_names_who_failed(tmp_path: Path) -> None:
    supervisor = fake_supervisor(
        tmp_path,
        FakeComponent("database"),
        FakeComponent("cube", "database", fault=ComponentFailed("cube", "broke")),
        FakeComponent("web", "cube"),
    )
    with pytest.raises(ComponentFailed, match="cube broke"):
        supervisor.up()
    assert processes.leftovers(tmp_path.as_posix()) == []
    assert supervisor.state.parts["cube"].phase == "failed"


def test_a_process_that_ends_while_starting_fails_with_its_logs_last_lines(tmp_path: Path) -> None:
    cube = FakeComponent("cube", looks=9)
    supervisor = fake_supervisor(tmp_path, cube)

    def kill() -> None:
        (tmp_path / "logs" / "cube.log").write_text("first\nthe disk is full\n")
        supervisor.kill("cube", signal.SIGKILL)
        wait_gone(supervisor.state.services["cube"], 10)

    cube.on_look = kill
    with pytest.raises(ComponentFailed, match="ended while starting") as raised:
        supervisor.up()
    assert "the disk is full" in str(raised.value)


def test_a_component_that_never_gets_ready_is_given_up_after_its_time(tmp_path: Path) -> None:
    clock = FakeClock()
    supervisor = fake_supervisor(tmp_path, FakeComponent("cube", looks=10**9), clock=clock)
    with pytest.raises(ComponentFailed, match="not ready in 60 s"):
        supervisor.up()
    assert clock.monotonic_s() > 60


def test_a_component_that_is_still_starting_is_given_up_when_another_fails(tmp_path: Path) -> None:
    slow, broken = FakeComponent("slow", looks=10**9), FakeComponent("broken", "gate")
    broken.fault = ComponentFailed("broken", "broke")
    supervisor = fake_supervisor(
        tmp_path, FakeComponent("gate", process=False), broken, slow, clock=PatientClock()
    )
    with pytest.raises(ComponentFailed, match="broken broke"):
        supervisor.up()
    # Stopped before it noticed, or after: both are given up.
    assert supervisor.state.parts["slow"].phase in {"failed", "stopped"}


def test_a_component_can_be_stopped_and_started_alone(tmp_path: Path) -> None:
    supervisor = fake_supervisor(tmp_path, FakeComponent("cube"), FakeComponent("web", "cube"))
    supervisor.up()
    web, cube = supervisor.pid("web"), supervisor.pid("cube")
    supervisor.stop("cube")
    assert supervisor.state.parts["cube"].word == "stopped"
    with pytest.raises(ComponentUnknown, match="no process"):
        supervisor.pid("cube")
    supervisor.start("cube")
    assert supervisor.pid("web") == web
    assert supervisor.pid("cube") != cube
    supervisor.restart("web")
    assert supervisor.pid("web") != web
    supervisor.down()


def test_a_killed_component_is_seen_as_dead_and_can_be_started_again(tmp_path: Path) -> None:
    supervisor = fake_supervisor(tmp_path, FakeComponent("cube"))
    supervisor.up()
    process = supervisor.state.services["cube"]
    supervisor.kill("cube", signal.SIGKILL)
    wait_gone(process, 10)
    assert supervisor.state.parts["cube"].word == "dead"
    supervisor.start("cube")
    assert supervisor.state.parts["cube"].word == "ready"
    supervisor.down()


def test_a_component_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ComponentUnknown, match="nobody"):
        fake_supervisor(tmp_path).restart("nobody")


class PatientClock(FakeClock):
    """Time stands still: nobody is given up because of it."""

    def advance(self, seconds: float) -> None:
        super().advance(0)


def test_one_that_runs_and_does_not_answer_is_unready(tmp_path: Path) -> None:
    component = FakeComponent("cube")
    supervisor = fake_supervisor(tmp_path, component, FakeComponent("seed", process=False))
    supervisor.up()
    assert (supervisor.word("cube"), supervisor.word("seed")) == ("ready", "done")
    component.looks = 1
    assert supervisor.word("cube") == "unready"
    assert supervisor.word("cube") == "ready"
    supervisor.kill("cube", signal.SIGKILL)
    wait_gone(supervisor.state.services["cube"], 10)
    assert supervisor.word("cube") == "dead"
    supervisor.down()


def test_another_hands_part_of_the_stack_is_ended_too(tmp_path: Path) -> None:
    component = FakeComponent("cube")
    first = fake_supervisor(tmp_path, component)
    first.up()
    state = load(tmp_path)
    assert state is not None
    second = fake_supervisor(tmp_path, component)
    second.start("cube")
    started = second.state.services["cube"]
    first.down()
    assert wait_gone(started, 10)
