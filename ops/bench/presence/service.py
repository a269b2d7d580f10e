"""Ours: the real service on a real stack, with its limits raised, and tickets for its clients."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

import httpx

from metamodel.kernel.clock import SystemClock
from ops.bench.presence.redis_probe import RedisProbe
from ops.bench.servers import Running, Server
from ops.cli._connection import found_settings
from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from ops.tpch.served import serve_tpch
from presence_api.live.rooms.limits import Limits
from presence_api.live.rooms.person import Person
from presence_api.live.tickets import Admission, Tickets
from presence_api.live_service import signing_key
from presence_api.settings import Settings

OURS: Final = "Rampart"
TENANT: Final = "EUROPE"
_UNLIMITED: Final = {
    "RAMPART_PRESENCE_MESSAGES_PER_SECOND": "1000000",
    "RAMPART_PRESENCE_CONNECTIONS_PER_USER": "1000000",
    "RAMPART_PRESENCE_CONNECTIONS_PER_ADDRESS": "1000000",
}
_TICKET_S: Final = 120.0
_TOKEN_S: Final = 3600.0
_ASK_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Service:
    """What is needed to start instances of the service and to get in."""

    stack: Supervisor
    folder: Path
    _tickets: Tickets
    _files: "count[int]"

    @property
    def redis_url(self) -> str:
        """Where locks are, and what instances tell each other."""
        return self.stack.environment["RAMPART_REDIS_URL"]

    @property
    def database_url(self) -> str:
        """Where fences get their epochs."""
        return self.stack.environment["RAMPART_DATABASE_URL"]

    def server(self, name: str = OURS, *, alone: bool = True) -> Server:
        """An instance; `alone`: nothing that an instance before it left in Redis is there."""
        serve = (sys.executable, "-m", "ops.cli.main", "presence", "serve", "--role", "live")
        return Server(
            name,
            "rampart",
            lambda port: (*serve, "--stack", self.stack.name, "--port", str(port)),
            self.stack.environment,
            is_ready,
            self._forget if alone else lambda: None,
        )

    def tickets(self, users: Sequence[int], resumes: Sequence[str] | None = None) -> Path:
        """A file of tickets, one a line, made here so that the server's memory shows none of it."""
        ends_at = time.time() + _TOKEN_S
        file = self.folder / f"tickets-{next(self._files)}"
        with file.open("w", encoding="ascii") as out:
            for at, user in enumerate(users):
                name = f"u{user:05d}"
                before = resumes[at] if resumes is not None else None
                admission = Admission(Person(name, name, TENANT), ends_at, before)
                out.write(self._tickets.issue(admission) + "\n")
        return file

    def _forget(self) -> None:
        """An instance that was killed is on its rooms' rolls for a while: others would wait."""
        with RedisProbe(self.redis_url) as redis:
            redis.call("FLUSHALL")


@contextmanager
def rampart_service() -> Iterator[Service]:
    """A stack with presence, TPC-H published; the instance it brings is ended, ours follow."""
    name = f"bench-presence-{os.getpid()}"
    with (
        running_stack(name, components=["presence"], settings=_UNLIMITED) as stack,
        tempfile.TemporaryDirectory() as folder,
    ):
        stack.stop("presence")
        serve_tpch(stack.environment["RAMPART_DATABASE_URL"])
        key = signing_key(found_settings(Settings, stack.name))
        yield Service(stack, Path(folder), Tickets(key, SystemClock(), _TICKET_S), count())


def tick_ms(peers: int) -> int:
    """How long a busy room of so many peers gathers."""
    limits = Limits()
    wanted = peers * limits.write_s / limits.share
    return round(1000 * min(max(wanted, limits.tick_s), limits.longest_tick_s))


def is_ready(port: int) -> bool:
    """Does it serve, with everything that it can do?"""
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/health/ready", timeout=_ASK_S)
    except httpx.HTTPError:
        return False
    return answer.is_success and "degraded" not in answer.json()


def figures(running: Running) -> Mapping[str, float]:
    """What an instance shows to Prometheus, by name and labels."""
    answer = httpx.get(f"http://127.0.0.1:{running.port}/metrics", timeout=_ASK_S)
    rows = (line.rsplit(" ", 1) for line in answer.text.splitlines() if line[:1] not in {"#", ""})
    return {name: float(value) for name, value in rows}
