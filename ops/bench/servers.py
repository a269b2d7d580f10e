"""Servers that are measured: how each is started, on a port of its own, and ended."""

import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ops.bench.gauges import cpu_s, memory_bytes
from ops.stack.environment import child_environment
from ops.stack.errors import ComponentFailed, tail_of
from ops.stack.places import REPOSITORY, STATE
from ops.stack.ports import is_open, reserve_ports

_LOG: Final = STATE / "bench" / "servers.log"
_START_S: Final = 30.0
_END_S: Final = 10.0
_LOOK_EVERY_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Server:
    """One that can be started: its command for a port, and how one speaks to it."""

    name: str
    dialect: str
    argv: Callable[[int], Sequence[str | Path]]
    environment: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[int], bool] = is_open
    before: Callable[[], object] = lambda: None  # it starts


@dataclass(frozen=True, slots=True)
class Running:
    """One that runs."""

    server: Server
    port: int
    pid: int

    @property
    def cpu_s(self) -> float:
        """CPU so far."""
        return cpu_s(self.pid)

    @property
    def memory(self) -> int:
        """Bytes it has now."""
        return memory_bytes(self.pid)


@contextmanager
def serving(server: Server) -> Iterator[Running]:
    """A fresh process of it, until the block ends. Raises ComponentFailed."""
    server.before()
    port = reserve_ports({"server": 0})["server"]
    _LOG.parent.mkdir(parents=True, exist_ok=True)
    with _LOG.open("ab") as out:
        process = subprocess.Popen(
            [str(part) for part in server.argv(port)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd=REPOSITORY,
            env=child_environment(server.environment),
        )
    try:
        _await(server, port, process)
        yield Running(server, port, process.pid)
    finally:
        process.kill()
        process.wait(_END_S)


def _await(server: Server, port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_S
    while not server.ready(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise refused(server.name, "did not start")
        time.sleep(_LOOK_EVERY_S)


def refused(name: str, why: str) -> ComponentFailed:
    """A server that cannot be measured, with the end of its log."""
    return ComponentFailed(name, why, str(_LOG), tail_of(_LOG))
