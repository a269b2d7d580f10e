"""A stack to work with from Python: for the command line, the demo and the tests."""

import contextlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from metamodel.kernel.clock import SystemClock
from ops.stack import opening, unprivileged, watchdog
from ops.stack.catalogue import all_components, chosen
from ops.stack.errors import StackDown, StackRuns
from ops.stack.places import stack_folder
from ops.stack.shape import EMBEDDED, Shape
from ops.stack.state import load
from ops.stack.stopping import stop_everything
from ops.stack.supervisor import Supervisor, Tell, silent

THROW_AWAY_GRACE_S = 2


@contextlib.contextmanager
def running_stack(
    name: str,
    components: Collection[str] | None = None,
    *,
    profile: str = EMBEDDED,
    brokers: int = 1,
    detach: bool = False,
    settings: Mapping[str, str] | None = None,
    code_module: str = "orchestration.definitions",
    tell: Tell = silent,
) -> Iterator[Supervisor]:
    """A running stack, ended and removed on the way out, also if this process is killed.

    `components` and what they need, default all; `settings` are `RAMPART_` variables that win over
    the stack's own. With `detach` it is adopted if it runs already, and goes on running after us.
    Raises ComponentFailed, StackRuns, StackHalfDead, StackBusy, ShapeRefused, ShapeDiffers.
    """
    shape = Shape(profile, brokers)
    options = _Options(components, settings or {}, code_module, tell)
    if detach:
        yield _bring_up(name, shape, options)[0]
        return
    folder = stack_folder(name)
    with contextlib.ExitStack() as starting:
        starting.enter_context(opening.locked(folder))
        if opening.runs(load(folder)):
            raise StackRuns(name)
        with _watched(folder) as keep:
            supervisor = _supervisor(name, shape, options)
            supervisor.up()
            starting.close()  # from here on others may start and stop parts of it
            try:
                yield supervisor
            finally:
                supervisor.down(grace_s=THROW_AWAY_GRACE_S)
            if supervisor.keep:
                keep()


@contextlib.contextmanager
def _watched(folder: Path) -> Iterator[Callable[[], None]]:
    """A watchdog over what happens here; after an error, or if asked, it leaves the folder."""
    descriptor, dog = watchdog.start(folder)

    def keep() -> None:
        os.write(descriptor, watchdog.KEEP)

    try:
        yield keep
    except BrokenPipeError:
        raise  # whoever was reading has seen enough
    except Exception:
        keep()
        raise
    finally:
        os.close(descriptor)
        dog.wait()


def bring_up(
    name: str,
    components: Collection[str] | None = None,
    *,
    settings: Mapping[str, str],
    code_module: str = "orchestration.definitions",
    tell: Tell = silent,
    shape: Shape | None = None,
) -> tuple[Supervisor, bool]:
    """A stack that outlives us, and whether it ran already; without a shape it keeps its old one.

    Raises ComponentFailed, StackHalfDead, StackBusy, ShapeDiffers.
    """
    return _bring_up(name, shape, _Options(components, settings, code_module, tell))


def attach(name: str) -> Supervisor:
    """The hand on a stack that somebody else started. Raises StackDown."""
    folder = stack_folder(name)
    state = load(folder)
    if state is None or not state.services:
        raise StackDown(name)
    known = all_components(state.shape)
    components = {key: item for key, item in known.items() if key in state.parts}
    return Supervisor(opening.reopened(folder, state), state, components, clock=SystemClock())


@contextlib.contextmanager
def held(name: str) -> Iterator[Supervisor]:
    """`attach`, while nobody else starts or ends any of it. Raises StackDown, StackBusy."""
    with opening.locked(stack_folder(name)):
        yield attach(name)


def bring_down(name: str, *, forget: bool = False) -> bool:
    """End a stack, whatever state it is in; False if nothing of it ran. Raises StackBusy.

    With `forget` its folder goes too: data, logs, passwords.
    """
    folder = stack_folder(name)
    state = load(folder)
    if state is None:
        return False
    with opening.locked(folder):
        ran = bool(state.services)
        stop_everything(folder, state)
        if forget:
            unprivileged.forget(folder)
        return ran


@dataclass(frozen=True, slots=True)
class _Options:
    components: Collection[str] | None
    settings: Mapping[str, str]
    code_module: str
    tell: Tell


def _bring_up(name: str, shape: Shape | None, options: _Options) -> tuple[Supervisor, bool]:
    folder = stack_folder(name)
    with opening.locked(folder):
        shape = opening.shape_of(folder, shape)
        if opening.runs(load(folder)):
            return attach(name), True
        supervisor = _supervisor(name, shape, options)
        supervisor.up()
        return supervisor, False


def _supervisor(name: str, shape: Shape, options: _Options) -> Supervisor:
    folder = stack_folder(name)
    shape = opening.shape_of(folder, shape)
    parts = chosen(all_components(shape), options.components)
    stack, state = opening.prepare(
        name,
        folder,
        parts,
        settings=options.settings,
        code_module=options.code_module,
        shape=shape,
    )
    return Supervisor(stack, state, parts, clock=SystemClock(), tell=options.tell)
