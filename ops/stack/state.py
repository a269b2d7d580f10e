"""The state file of a stack: what runs, where it listens, and the secrets to talk to it."""

import json
import os
import secrets
import signal
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from ops.stack.processes import Process
from ops.stack.shape import Shape

FILE = "state.json"
Phase = Literal["starting", "ready", "done", "failed", "stopped"]


@dataclass(frozen=True, slots=True)
class Part:
    """One component as last seen by whoever started or stopped it."""

    phase: Phase
    process: Process | None = None
    needs: tuple[str, ...] = ()
    stop_signal: int = signal.SIGTERM
    grace_s: float = 10

    @property
    def word(self) -> str:
        """The state to show: what should run and does not is `dead`."""
        if self.process is not None and self.phase in {"starting", "ready"}:
            return self.phase if self.process.alive else "dead"
        return self.phase


@dataclass(frozen=True, slots=True)
class State:
    """A stack's memory, in one file that only its owner may read."""

    name: str
    profile: str
    token: str  # marks every process of one start
    ports: Mapping[str, int]
    secrets: Mapping[str, str]
    environment: Mapping[str, str]
    parts: Mapping[str, Part] = field(default_factory=dict)
    brokers: int = 1

    @property
    def shape(self) -> Shape:
        """What kind of stack it is."""
        return Shape(self.profile, self.brokers)

    def with_part(self, name: str, part: Part) -> "State":
        """The same with one component changed."""
        return replace(self, parts={**self.parts, name: part})

    @property
    def services(self) -> dict[str, Process]:
        """The processes that should run."""
        return {
            name: part.process
            for name, part in self.parts.items()
            if part.process is not None and part.phase in {"starting", "ready"}
        }


def save(folder: Path, state: State) -> None:
    """Write the state in one step, readable by its owner only."""
    text = json.dumps(asdict(state), indent=1)
    draft = folder / f".{FILE}.{os.getpid()}.{secrets.token_hex(4)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(text)
    draft.replace(folder / FILE)


def load(folder: Path) -> State | None:
    """The state of the stack in a folder; None if there never was one."""
    try:
        raw = json.loads((folder / FILE).read_text())
    except FileNotFoundError:
        return None
    return State(**{**raw, "parts": {name: _part(part) for name, part in raw["parts"].items()}})


def _part(raw: Mapping[str, Any]) -> Part:
    process = raw["process"]
    found = Process(**process) if process else None
    return Part(**{**raw, "process": found, "needs": tuple(raw["needs"])})
