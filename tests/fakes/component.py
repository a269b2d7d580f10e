"""Components that run `sleep`, fail, or take their time, as a test needs it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from ops.stack.component import Component, Stack
from ops.stack.opening import initial_state
from ops.stack.processes import Process
from ops.stack.state import State
from ops.stack.supervisor import Supervisor
from tests.fakes.clock import FakeClock


class FakeComponent(Component):
    """Starts a real, idle process (or none), and is ready after so many looks."""

    def __init__(
        self,
        name: str,
        *needs: str,
        looks: int = 0,
        process: bool = True,
        fault: Exception | None = None,
        journal: list[str] | None = None,
    ) -> None:
        self.name = name  # type: ignore[misc]
        self.needs = needs  # type: ignore[misc]
        self.looks, self.process, self.fault = looks, process, fault
        self.journal = [] if journal is None else journal
        self.on_look: Callable[[], None] = lambda: None

    def start(self, stack: Stack) -> Process | None:
        self.journal.append(f"start {self.name}")
        if self.fault is not None:
            raise self.fault
        return stack.spawn(self.name, ["sleep", "600"]) if self.process else None

    def ready(self, stack: Stack) -> bool:
        self.on_look()
        self.looks -= 1
        return self.looks < 0

    def settle(self, stack: Stack) -> None:
        self.journal.append(f"settle {self.name}")


def fake_stack(folder: Path, *, ports: Mapping[str, int] | None = None) -> Stack:
    """A stack in a folder, with no environment of its own."""
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    token = folder.as_posix()  # unique, and easy to recognise
    return Stack(folder.name, folder, token, ports or {}, {"cube_api": "s"}, {})


def fake_supervisor(
    folder: Path, *components: FakeComponent, clock: FakeClock | None = None
) -> Supervisor:
    """A supervisor over fake components, not started yet."""
    stack = fake_stack(folder)
    named: dict[str, Component] = {item.name: item for item in components}
    state: State = initial_state(stack, named)
    return Supervisor(stack, state, named, clock=clock or FakeClock())
