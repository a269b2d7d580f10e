"""The load client, a process of its own: what it is told, and what it says it saw."""

import json
import select
import subprocess
from dataclasses import dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from ops.bench.presence.building import c_program
from ops.stack.environment import child_environment

_PATIENCE_S: Final = 90.0


@dataclass(frozen=True, slots=True)
class Opened:
    """How many connections are where they wanted to be, and after how long."""

    ready: int
    failed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run sent and what arrived of it; latency is that of the oldest event of a frame."""

    seconds: float
    client_cpu: float
    receivers: int
    sent: int
    frames: int
    events: int
    missing: int  # replaced by a newer one of the same sender, or lost
    lost: int  # others on the same server were told of it
    repeats: int
    bytes: int
    stale_pairs: int  # a receiver that does not know what a sender did last
    gaps: int
    seq_repeats: int
    snapshots: int
    lost_connections: int
    answers: int
    granted: int
    denied: int
    p50_us: int
    p99_us: int
    there_p50_us: int  # of receivers on another server than the senders
    there_p99_us: int
    longest_us: int

    @property
    def faults(self) -> dict[str, int]:
        """Counts that must be zero, and are not."""
        wanted = ("lost", "stale_pairs", "gaps", "seq_repeats", "lost_connections")
        return {name: getattr(self, name) for name in wanted if getattr(self, name)}


class LoadClient:
    """Connections to servers of one dialect; opened, driven and ended by commands."""

    def __init__(self, dialect: str, connections: int) -> None:
        self.dialect = dialect
        self._process = subprocess.Popen(
            [str(c_program("load")), dialect, str(connections)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            env=child_environment({}),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate(timeout=_PATIENCE_S)

    def open(
        self,
        port: int,
        count: int,
        *,
        first: int = 0,
        per_second: float = 0,
        at_once: int = 128,
        rooms: int = 0,
        resume: bool = False,
        tickets: Path | None = None,
    ) -> Opened:
        """Open connections and bring each into its room: `order`, or one of `order/1` onwards."""
        told = (port, first, count, per_second, at_once, rooms, int(resume), tickets or "-")
        return Opened(**self._ask("open", *told))

    def run(
        self,
        rate: float,
        seconds: float,
        *,
        senders: int,
        receivers: int,
        first: int = 0,
        grace_ms: int = 1500,
    ) -> Seen:
        """Send events at a rate, whether the server follows or not."""
        return _seen(self._ask("run", rate, seconds, first, senders, receivers, grace_ms))

    def echo(self, seconds: float, count: int) -> Seen:
        """Each connection says a verb, waits for its answer, and says it again."""
        return _seen(self._ask("echo", seconds, 0, count))

    def lock(self, rate: float, seconds: float, count: int) -> Seen:
        """Take and let go locks at a rate, each connection the one of its room."""
        return _seen(self._ask("lock", rate, seconds, 0, count))

    def settle(self, seconds: float) -> None:
        """Read what comes, for a while."""
        self._ask("settle", int(seconds * 1000))

    def kill(self, count: int) -> None:
        """Connections are gone without a farewell."""
        self._ask("kill", 0, count)

    def stall(self, first: int, count: int) -> None:
        """Connections read no more, and stay."""
        self._ask("stall", first, count)

    def receive_buffer(self, size: int) -> None:
        """How much the kernel takes for a connection that does not read; for those to come."""
        self._ask("receive", size)

    def names(self, file: Path, count: int) -> list[str]:
        """What the server calls the connections."""
        self._ask("names", file, 0, count)
        return file.read_text(encoding="ascii").split()

    def count(self) -> dict[str, int]:
        """Connections that are open, and gaps in what they were told."""
        return self._ask("count")

    def _ask(self, *words: object) -> dict[str, Any]:
        sending, hearing = self._process.stdin, self._process.stdout
        if sending is None or hearing is None:
            raise ChildProcessError("it has no pipes")
        try:
            sending.write(" ".join(map(str, words)) + "\n")
            ready, _, _ = select.select([hearing], [], [], _PATIENCE_S)
            line = hearing.readline() if ready else ""
        except OSError as error:
            raise ChildProcessError(str(error)) from error
        if not line:
            raise ChildProcessError(f"no answer to `{words[0]}`")
        found: dict[str, Any] = json.loads(line)
        if "error" in found:
            raise ChildProcessError(f"it did not understand `{' '.join(map(str, words))}`")
        return found


def _seen(found: dict[str, Any]) -> Seen:
    return Seen(**{field.name: found[field.name] for field in fields(Seen)})
