"""What a component may ask its stack for."""

from pathlib import Path

import pytest

from ops.stack.component import Component, Stack
from ops.stack.errors import ComponentFailed
from ops.stack.processes import TOKEN
from tests.fakes.component import FakeComponent, fake_stack


def test_each_component_has_a_log_and_a_folder(tmp_path: Path) -> None:
    stack = fake_stack(tmp_path)
    assert stack.log("cube") == tmp_path / "logs" / "cube.log"
    assert stack.data("cube").is_dir()


def test_a_program_that_is_run_finds_the_stacks_environment(tmp_path: Path) -> None:
    stack = fake_stack(tmp_path)
    stack.run("task", ["sh", "-c", f"test ${TOKEN} = {stack.token}"])


def test_a_program_that_fails_is_reported_with_its_output(tmp_path: Path) -> None:
    with pytest.raises(ComponentFailed, match="exited with 3") as raised:
        fake_stack(tmp_path).run("task", ["sh", "-c", "echo no luck; exit 3"])
    assert "no luck" in str(raised.value)


def test_a_program_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(ComponentFailed, match="not done in"):
        fake_stack(tmp_path).run("task", ["sleep", "600"], timeout_s=0.05)


def test_a_component_without_ports_has_no_address(tmp_path: Path) -> None:
    assert FakeComponent("task").url(fake_stack(tmp_path)) == ""


def test_a_component_with_a_port_is_found_on_loopback(tmp_path: Path) -> None:
    class Server(FakeComponent):
        ports = {"server": 0}

    assert Server("server").url(fake_stack(tmp_path, ports={"server": 20001})) == "127.0.0.1:20001"


def test_by_itself_a_component_is_ready_available_and_asks_for_nothing(tmp_path: Path) -> None:
    class Task(Component):
        name = "task"

        def start(self, stack: Stack) -> None:
            del stack

    task, stack = Task(), fake_stack(tmp_path)
    task.settle(stack)
    assert task.ready(stack)
    assert Task.available()
    assert task.environment(stack) == {}
