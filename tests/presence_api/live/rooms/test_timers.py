"""What rooms need of an event loop."""

import asyncio

from presence_api.live.rooms.timers import Timers
from tests.fakes.timers import FakeTimers


def test_asyncios_loop_is_one_and_so_is_the_fake() -> None:
    loop = asyncio.new_event_loop()
    try:
        for timers in (loop, FakeTimers()):
            found: Timers = timers
            assert found.time() >= 0
            found.call_later(5, print).cancel()
    finally:
        loop.close()


def test_the_fake_keeps_the_order_of_appointments() -> None:
    timers, done = FakeTimers(), list[str]()
    timers.call_later(2, done.append, "later")
    timers.call_later(1, done.append, "sooner")
    timers.call_soon(done.append, "now")
    timers.call_soon(done.append, "never").cancel()
    timers.turn()
    assert done == ["now"]
    timers.advance(2)
    assert done == ["now", "sooner", "later"]
