"""Presence as a part of a process."""

import pytest

from presence_api.live.handshake import Door
from presence_api.live.live import Live, LoopTimers
from presence_api.live.rooms.limits import Limits
from presence_api.live.rooms.rooms import Rooms
from presence_api.live.tickets import Tickets
from tests.fakes.browser import Browser
from tests.fakes.clock import FakeClock
from tests.fakes.instance import desk_of, locks_of, sessions_of
from tests.fakes.lock_table import FakeLockTable
from tests.fakes.timers import FakeTimers


def presence() -> Live:
    timers = LoopTimers()
    tickets = Tickets(b"k" * 32, FakeClock())
    rooms = Rooms(timers, Limits())
    table = FakeLockTable()
    locks = locks_of(rooms, table, FakeClock())
    sessions = sessions_of(rooms, tickets, FakeClock(), locks)
    return Live(sessions, Door((), tickets), desk_of(locks, table, FakeClock()), timers)


def test_it_needs_a_loop() -> None:
    live = presence()
    assert (live.alive, live.fault) == (False, "not started")
    with pytest.raises(RuntimeError, match="has not started"):
        live.timers.call_soon(print)


def test_it_sweeps_each_second_while_it_runs() -> None:
    live, loop = presence(), FakeTimers()
    live.start(loop)
    assert (live.alive, live.fault) == (True, "")

    class Waiting:
        seen = 0

        def overdue(self, now: float) -> None:
            self.seen += 1

    waiting = Waiting()
    live.handshakes.add(waiting)
    loop.advance(5)
    assert waiting.seen == 5
    live.stop()
    loop.advance(5)
    assert (waiting.seen, live.alive, live.fault) == (5, False, "draining")


def test_it_drains_once() -> None:
    from presence_api.live.rooms.person import Person  # noqa: PLC0415 - used here alone
    from presence_api.live.tickets import Admission  # noqa: PLC0415

    live = presence()
    live.start(FakeTimers())
    browser = Browser()
    browser.session = live.sessions.open(browser, Admission(Person("a", "A", "t"), 1e12), "")
    live.drain()
    live.drain()
    assert len(browser.of("GOODBYE")) == 1
