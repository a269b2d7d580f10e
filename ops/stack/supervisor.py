"""Starts the components of one stack as their needs allow, and ends them again."""

import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace

from metamodel.kernel.clock import Clock
from ops.stack import graph, processes
from ops.stack.component import Component, Stack
from ops.stack.errors import ComponentFailed, ComponentUnknown, tail_of
from ops.stack.processes import Process
from ops.stack.state import Part, State, load, save
from ops.stack.stopping import stop_everything, stop_part

LOOK_EVERY_S = 0.05
GIVE_UP_S = 3
GIVEN_UP = "was given up with the rest of the stack"

# component, what happened to it, seconds since its start began
Tell = Callable[[str, str, float], None]
UNREADY = "unready"


def silent(component: str, word: str, seconds: float) -> None:
    """Tells nobody."""


class Supervisor:
    """One running stack: its addresses, and the hand on each of its components."""

    def __init__(
        self,
        stack: Stack,
        state: State,
        components: Mapping[str, Component],
        *,
        clock: Clock,
        tell: Tell = silent,
    ) -> None:
        self._stack, self._state, self._components = stack, state, components
        self._clock, self._tell = clock, tell
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self.keep = False  # set: a throw-away stack leaves its folder, for its logs
        self.name, self.folder, self.log = stack.name, stack.folder, stack.log

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables by which any client of this stack finds its parts."""
        return self._stack.environment

    @property
    def ports(self) -> Mapping[str, int]:
        """Port numbers by name, all on 127.0.0.1."""
        return self._stack.ports

    @property
    def secrets(self) -> Mapping[str, str]:
        """Passwords and signing keys by name."""
        return self._stack.secrets

    @property
    def state(self) -> State:
        """What is known of every component now."""
        return self._state

    def up(self) -> None:
        """Start everything. On a failure end it all again and raise the first ComponentFailed."""
        needs = {name: part.needs for name, part in self._state.parts.items()}
        try:
            failures = graph.run_in_order(needs, self._start_or_cancel, cancel=self._cancel)
        except BaseException:  # Ctrl-C
            self.down(grace_s=GIVE_UP_S)
            raise
        for failure in failures.values():
            self.down(grace_s=GIVE_UP_S)
            raise failure

    def down(self, *, grace_s: float | None = None) -> None:
        """End everything, each component within its grace, at most `grace_s`.

        As its file says: another hand on the stack may have started parts of it anew.
        """
        state = load(self.folder) or self._state
        self._state = stop_everything(self.folder, state, grace_s=grace_s)

    def start(self, component: str) -> None:
        """Start one component and wait until it is ready. Raises ComponentFailed."""
        self._known(component)
        if component in self._state.services:
            self.stop(component)  # also what a killed one left behind
        began = self._clock.monotonic_s()
        self._note(component, phase="starting")
        try:
            process = self._components[component].start(self._stack)
            self._note(component, phase="starting", process=process)
            self._wait_ready(component, process)
            self._components[component].settle(self._stack)
        except BaseException:
            self._put(component, stop_part(self._state, component, grace_s=GIVE_UP_S))
            self._note(component, phase="failed")
            raise
        self._note(component, phase="ready" if process else "done")
        self._tell(component, "ready" if process else "done", self._clock.monotonic_s() - began)

    def stop(self, component: str) -> None:
        """End one component; nothing else is touched, whoever needs it."""
        self._known(component)
        part = stop_part(self._state, component)
        self._put(component, part)

    def restart(self, component: str) -> None:
        """Stop, start, wait until ready. Raises ComponentFailed."""
        self.stop(component)
        self.start(component)

    def kill(self, component: str, number: int) -> None:
        """Send a signal to a component's main process, and nothing more."""
        self._process(component).signal(number)

    def pid(self, component: str) -> int:
        """The pid of a component's main process. Raises ComponentUnknown if it has none."""
        return self._process(component).pid

    def word(self, component: str) -> str:
        """How a component stands now; one that runs and does not answer as it should is `unready`.

        Asks the component itself, within its own limits.
        """
        part = self._state.parts[self._known(component)]
        if part.process is None or part.word != "ready":
            return part.word
        return "ready" if self._components[component].ready(self._stack) else UNREADY

    def url(self, component: str) -> str:
        """Where a component is found, without passwords."""
        return self._components[self._known(component)].url(self._stack)

    def _start_or_cancel(self, component: str) -> None:
        if self._cancelled.is_set():
            raise self._failed(component, GIVEN_UP)
        try:
            self.start(component)
        except BaseException:
            self._cancelled.set()
            raise

    def _cancel(self) -> None:
        self._cancelled.set()
        for process in processes.leftovers(self._stack.token):
            process.signal(signal.SIGTERM)  # work that nobody else would interrupt

    def _wait_ready(self, name: str, process: Process | None) -> None:
        component = self._components[name]
        deadline = self._clock.monotonic_s() + component.ready_timeout_s
        while not component.ready(self._stack):
            if process is not None and not process.alive:
                raise self._failed(
                    name, f"ended while starting (exit code {processes.exit_code(process)})"
                )
            if self._cancelled.is_set():
                raise self._failed(name, GIVEN_UP)
            if self._clock.monotonic_s() > deadline:
                raise self._failed(name, f"was not ready in {component.ready_timeout_s:.0f} s")
            self._clock.sleep(LOOK_EVERY_S)

    def _failed(self, name: str, reason: str) -> ComponentFailed:
        log = self._stack.log(name)
        return ComponentFailed(name, reason, str(log), tail_of(log))

    def _known(self, component: str) -> str:
        if component not in self._state.parts:
            raise ComponentUnknown(component, "is not part of this stack")
        return component

    def _process(self, component: str) -> Process:
        process = self._state.parts[self._known(component)].process
        if process is None:
            raise ComponentUnknown(component, "has no process")
        return process

    def _note(self, component: str, **changes: object) -> None:
        part: Part = self._state.parts[component]
        self._put(component, replace(part, **changes))  # type: ignore[arg-type]

    def _put(self, component: str, part: Part) -> None:
        with self._lock:
            self._state = self._state.with_part(component, part)
            save(self.folder, self._state)
