"""Prepares a named stack: adopts what its state file holds, reserves ports, makes secrets."""

import contextlib
import fcntl
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ops.stack.component import Component, Stack
from ops.stack.errors import ShapeDiffers, StackBusy, StackHalfDead
from ops.stack.places import CACHE, STATE
from ops.stack.ports import reserve_ports
from ops.stack.shape import USUAL, Shape
from ops.stack.state import FILE, Part, State, load, save
from ops.stack.stopping import stop_everything

DEFAULT = "main"
SECRET_BYTES = 32


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Only one command at a time starts or stops a stack. Raises StackBusy."""
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StackBusy(folder.name) from None
        yield


def runs(state: State | None) -> bool:
    """Does the stack of this state run, all of it? Raises StackHalfDead if only some of it does."""
    if state is None:
        return False
    words = {name: part.word for name, part in state.parts.items()}
    if not any(process.alive for process in state.services.values()):
        return False
    broken = sorted(name for name, word in words.items() if word in {"dead", "failed", "starting"})
    if broken:
        raise StackHalfDead(state.name, ", ".join(f"{name} is {words[name]}" for name in broken))
    return True


def shape_of(folder: Path, asked: Shape | None) -> Shape:
    """What was asked for, else what the stack was before. Raises ShapeDiffers if both differ."""
    before = load(folder)
    if before is None:
        return asked or USUAL
    if asked not in {None, before.shape}:
        raise ShapeDiffers(folder.name, str(before.shape), f"asked for {asked}")
    return before.shape


def prepare(
    name: str,
    folder: Path,
    components: Mapping[str, Component],
    *,
    settings: Mapping[str, str],
    code_module: str,
    shape: Shape = USUAL,
) -> tuple[Stack, State]:
    """A stack ready to be started: ports and secrets of its earlier life where it had one.

    The caller holds the lock. What an earlier life left running is ended. Raises NoFreePorts.
    """
    before = load(folder)
    if before is not None:
        stop_everything(folder, before, grace_s=1)
    CACHE.mkdir(parents=True, exist_ok=True)
    with _ports_lock():
        stack = Stack(
            name=name,
            folder=folder,
            token=secrets.token_hex(16),
            ports=_ports(name, components, before),
            secrets=_secrets(components, before),
            environment={},
            code_module=code_module,
            shape=shape,
        )
        stack = replace(stack, environment={**_environment(stack, components), **settings})
        state = initial_state(stack, components)
        save(folder, state)
    return stack, state


def reopened(folder: Path, state: State) -> Stack:
    """The stack that a state file describes."""
    return Stack(
        state.name,
        folder,
        state.token,
        state.ports,
        state.secrets,
        state.environment,
        shape=state.shape,
    )


def _environment(stack: Stack, components: Mapping[str, Component]) -> dict[str, str]:
    found: dict[str, str] = {"RAMPART_STACK": stack.name}
    for component in components.values():
        found |= component.environment(stack)
    return found


def _ports(name: str, components: Mapping[str, Component], before: State | None) -> dict[str, int]:
    preferred = {key: port for item in components.values() for key, port in item.ports.items()}
    if name != DEFAULT:
        preferred = dict.fromkeys(preferred, 0)
    if before is not None:
        preferred |= {key: port for key, port in before.ports.items() if key in preferred}
    return reserve_ports(preferred, taken=_ports_of_others(name))


def _ports_of_others(name: str) -> set[int]:
    taken: set[int] = set()
    for file in STATE.glob(f"*/{FILE}"):
        if file.parent.name != name:
            with contextlib.suppress(OSError, ValueError, KeyError):
                taken |= set(json.loads(file.read_text())["ports"].values())
    return taken


def _secrets(components: Mapping[str, Component], before: State | None) -> dict[str, str]:
    kept = dict(before.secrets) if before else {}
    wanted = [key for item in components.values() for key in item.secrets]
    return {key: secrets.token_urlsafe(SECRET_BYTES) for key in wanted} | kept


def initial_state(stack: Stack, components: Mapping[str, Component]) -> State:
    """What is known of a stack before its first component starts."""
    parts = {
        name: Part(
            "starting",
            needs=tuple(need for need in item.needs if need in components),
            stop_signal=item.stop_signal,
            grace_s=item.grace_s,
        )
        for name, item in components.items()
    }
    return State(
        stack.name,
        stack.shape.profile,
        stack.token,
        stack.ports,
        stack.secrets,
        stack.environment,
        parts,
        stack.shape.brokers,
    )


@contextlib.contextmanager
def _ports_lock() -> Iterator[None]:
    # Two stacks that start at once must not both find the same ports free.
    with (STATE / "ports.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
