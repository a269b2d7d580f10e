"""A presence service on a real port, in a thread: sockets, tickets, sessions, and no database."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from litestar import Litestar

from metamodel.kernel.clock import SystemClock
from presence_api.adapters.token_verifier_jwt import SharedSecretVerifier
from presence_api.live.controller import ticket_route
from presence_api.live.front import front
from presence_api.live.handshake import Door
from presence_api.live.live import Live, LoopTimers
from presence_api.live.rooms.limits import Limits
from presence_api.live.rooms.person import Person
from presence_api.live.rooms.rooms import Rooms
from presence_api.live.socket import presence_socket
from presence_api.live.tickets import PREFIX, Admission, Tickets
from tests.fakes.instance import desk_of, locks_of, sessions_of
from tests.fakes.lock_table import FakeLockTable

ORIGIN = "http://app.example"
SECRET = "s" * 32
KEY = b"k" * 32
PATIENCE_S = 20.0


@dataclass
class PresenceServer:
    """Where it listens, and what is inside."""

    port: int
    live: Live
    server: uvicorn.Server
    loop: asyncio.AbstractEventLoop

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/presence"

    def protocols(self, user: str, tenant: str = "acme", resume: str = "") -> list[str]:
        """What a page of this user offers as subprotocols."""
        person = Person(user, user.title(), tenant)
        tickets = self.live.door.tickets
        number = tickets.resumed(resume, person) if resume else None
        ends_at = SystemClock().now().timestamp() + 3600
        ticket = tickets.issue(Admission(person, ends_at, number))
        return ["rampart.presence.v1", PREFIX + ticket]

    def inside(self, work: Callable[[], Any]) -> Any:
        """Do something on the server's own loop."""

        async def done() -> Any:
            return work()

        return asyncio.run_coroutine_threadsafe(done(), self.loop).result(PATIENCE_S)


@contextmanager
def presence_server(*, fast: bool, limits: Limits | None = None) -> Iterator[PresenceServer]:
    """Runs until the block ends; `fast` chooses the socket."""
    timers, clock = LoopTimers(), SystemClock()
    tickets = Tickets(KEY, clock)
    found = limits or Limits(ping_s=3600, per_second=1e6, burst=1e6)
    rooms = Rooms(timers, found)
    table = FakeLockTable()
    locks = locks_of(rooms, table, clock)
    sessions = sessions_of(rooms, tickets, clock, locks)
    live = Live(sessions, Door({ORIGIN}, tickets), desk_of(locks, table, clock), timers)
    loops: list[asyncio.AbstractEventLoop] = []

    async def begin() -> None:
        loops.append(asyncio.get_running_loop())
        live.start(asyncio.get_running_loop())

    app = Litestar(
        [ticket_route(live, SharedSecretVerifier(SECRET)), presence_socket(live)],
        on_startup=[begin],
        on_shutdown=[live.stop],
        openapi_config=None,
        logging_config=None,
    )
    config = uvicorn.Config(
        app,
        port=0,
        http=front(live) if fast else "auto",
        ws="websockets-sansio",
        ws_max_size=found.frame_bytes,
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=5,
    )
    with serving(config) as server:
        yield PresenceServer(port_of(server), live, server, loops[0])


@contextmanager
def serving(config: uvicorn.Config) -> Iterator[uvicorn.Server]:
    """A server in a thread of its own, until the block ends."""
    server = uvicorn.Server(config)
    started = threading.Event()
    server.startup = _telling(server.startup, started)  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(PATIENCE_S), "the server did not start"
    try:
        yield server
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)
        assert not thread.is_alive(), "the server did not end"


def port_of(server: uvicorn.Server) -> int:
    """Where it listens."""
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port


def _telling(startup: Any, started: threading.Event) -> Any:
    async def told(*args: Any, **more: Any) -> None:
        await startup(*args, **more)
        started.set()

    return told
