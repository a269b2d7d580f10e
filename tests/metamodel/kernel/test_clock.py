"""Time as an argument: the machine's clock and the tests' own keep the same promises."""

from datetime import timedelta

import pytest

from metamodel.kernel.clock import Clock, SystemClock
from tests.fakes.clock import START, FakeClock


@pytest.mark.parametrize("clock", [SystemClock(), FakeClock()], ids=["system", "fake"])
def test_a_clock_is_in_utc_and_sleeping_moves_it(clock: Clock) -> None:
    before, began = clock.now(), clock.monotonic_s()

    clock.sleep(0.001)

    assert clock.now().utcoffset() == timedelta(0)
    assert clock.now() > before
    assert clock.monotonic_s() >= began + 0.001


def test_the_fake_clock_stands_still_until_it_is_moved() -> None:
    clock = FakeClock()

    assert (clock.now(), clock.monotonic_s()) == (START, 0.0)
    clock.sleep(90)
    clock.advance(10)

    assert (clock.now(), clock.monotonic_s()) == (START + timedelta(seconds=100), 100.0)
    assert clock.slept == [90]
