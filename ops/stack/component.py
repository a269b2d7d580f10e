"""What a component of a stack is, and what it may ask the stack for."""

import signal
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from ops.stack import processes
from ops.stack.environment import child_environment
from ops.stack.errors import ComponentFailed, tail_of
from ops.stack.places import REPOSITORY
from ops.stack.processes import TOKEN, Process
from ops.stack.shape import PROFILES, USUAL, Shape


@dataclass(frozen=True, slots=True)
class Stack:
    """One named stack as its components see it; nothing here changes while it runs."""

    name: str
    folder: Path
    token: str
    ports: Mapping[str, int]
    secrets: Mapping[str, str]
    environment: Mapping[str, str]
    code_module: str = "orchestration.definitions"
    shape: Shape = USUAL

    def log(self, component: str) -> Path:
        """Where a component writes."""
        return self.folder / "logs" / f"{component}.log"

    def data(self, component: str) -> Path:
        """A component's own folder, made if it is not there."""
        folder = self.folder / component
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def child_environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """What a child of this stack finds in its environment."""
        return child_environment({**self.environment, TOKEN: self.token, **(extra or {})})

    def spawn(
        self,
        component: str,
        argv: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        cwd: Path = REPOSITORY,
        user: str | None = None,
        only_errors: bool = False,
    ) -> Process:
        """Start a component's process."""
        return processes.spawn(
            argv,
            log=self.log(component),
            environment=self.child_environment(environment),
            cwd=cwd,
            user=user,
            only_errors=only_errors,
        )

    def run(
        self,
        component: str,
        argv: Sequence[str | Path],
        *,
        cwd: Path = REPOSITORY,
        user: str | None = None,
        timeout_s: float = 120,
        only_errors: bool = False,
    ) -> None:
        """Run a program to its end. Raises ComponentFailed unless it exits with 0 in time.

        `only_errors` keeps out of the log what it prints, where that may hold a secret.
        """
        process = self.spawn(component, argv, cwd=cwd, user=user, only_errors=only_errors)
        gone = processes.wait_gone(process, timeout_s)
        code = processes.exit_code(process)
        processes.end(process, token=self.token, grace_s=1)
        if not gone or code != 0:
            reason = f"exited with {code}" if gone else f"was not done in {timeout_s:.0f} s"
            log = self.log(component)
            raise ComponentFailed(component, reason, str(log), tail_of(log))


class Component(ABC):
    """One part of a stack: a server, or work to be done once the parts it needs are ready."""

    name: ClassVar[str]
    profiles: ClassVar[Collection[str]] = PROFILES  # in a profile, no two have the same name
    needs: ClassVar[tuple[str, ...]] = ()
    # What it listens on: name of the port -> preferred number in the stack `main` (0: none).
    ports: ClassVar[Mapping[str, int]] = {}
    ready_timeout_s: ClassVar[float] = 60
    grace_s: ClassVar[float] = 10
    stop_signal: ClassVar[int] = signal.SIGTERM

    @property
    def secrets(self) -> tuple[str, ...]:
        """Names of what is generated once and kept with the data."""
        return ()

    @abstractmethod
    def start(self, stack: Stack) -> Process | None:
        """Start the server and return its process, or do the work and return None."""

    def ready(self, stack: Stack) -> bool:
        """One look, without waiting: can others use it now?"""
        del stack
        return True

    def settle(self, stack: Stack) -> None:
        """What is to be done each time it got ready, before those who need it go on."""
        del stack

    def environment(self, stack: Stack) -> Mapping[str, str]:
        """The `RAMPART_` variables by which clients find it; ports and secrets are known."""
        del stack
        return {}

    def url(self, stack: Stack) -> str:
        """Where a person finds it; without a password."""
        port = next((stack.ports[name] for name in self.ports if name in stack.ports), None)
        return f"127.0.0.1:{port}" if port else ""

    @classmethod
    def available(cls) -> bool:
        """Is what it runs part of this installation?"""
        return True

    @classmethod
    def parts(cls, shape: Shape) -> Sequence[Self]:
        """What a stack of that shape has of it; each part has a name of its own."""
        return [cls()] if shape.profile in cls.profiles else []
