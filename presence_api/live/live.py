"""Everything of presence in one process: what sockets, probes and the controller share."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

from presence_api.live.handshake import Door
from presence_api.live.lock_desk import LockDesk
from presence_api.live.rooms.timers import Appointment, Timers
from presence_api.live.sessions import Sessions

_SWEEP_S: Final = 1.0
_SPREAD_MS: Final = 5_000


class LoopTimers:
    """The event loop's calendar, once there is a loop."""

    time: Callable[[], float]
    call_soon: Callable[..., Appointment]
    call_later: Callable[..., Appointment]

    def __init__(self) -> None:
        self.time = lambda: 0.0
        self.call_soon = self.call_later = _no_loop

    def attach(self, loop: Timers) -> None:
        """From now on this is the loop's own calendar."""
        self.time, self.call_soon, self.call_later = loop.time, loop.call_soon, loop.call_later


def _no_loop(*_: Any) -> Appointment:
    raise RuntimeError("the presence service has not started")


class Tasks:
    """What runs beside everything else, until it is done."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None  # asking again costs a system call

    def spawn(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Begin; an error in it ends it alone, and is logged by the loop."""
        if self._loop is None or self._loop.is_closed():
            self._loop = asyncio.get_running_loop()
        task = self._loop.create_task(work())
        self._running.add(task)
        task.add_done_callback(self._running.discard)


@dataclass
class Live:
    """Presence as a part of a process."""

    sessions: Sessions
    door: Door
    desk: LockDesk
    timers: LoopTimers
    name: str = "presence"
    draining: bool = False
    handshakes: "set[Any]" = field(default_factory=set)
    """Sockets that have not said who they are; each is told of the sweep (`overdue`)."""
    _running: bool = False

    @property
    def alive(self) -> bool:
        """Does it look after its sessions?"""
        return self._running

    @property
    def fault(self) -> str:
        """Why nobody should be sent here."""
        return "draining" if self.draining else "" if self._running else "not started"

    def start(self, loop: Timers) -> None:
        """Begin, on the running loop."""
        self.timers.attach(loop)
        self._running = True
        self._sweep()

    def stop(self) -> None:
        """End every connection, asking its client to come back."""
        self.drain()
        self.sessions.backplane.stop()
        self._running = False

    def drain(self) -> None:
        """Let nobody in, and ask everybody to come back elsewhere, not all at once."""
        if not self.draining:
            self.draining = True
            self.sessions.drain(_SPREAD_MS)

    def _sweep(self) -> None:
        if not self._running:
            return
        self.sessions.sweep()
        now = self.timers.time()
        for socket in list(self.handshakes):
            socket.overdue(now)
        self.timers.call_later(_SWEEP_S, self._sweep)
