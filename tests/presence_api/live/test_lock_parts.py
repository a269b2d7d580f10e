"""What everything that deals in locks works with."""

from tests.fakes.clock import FakeClock
from tests.fakes.instance import parts_of
from tests.fakes.lock_table import FakeLockTable


def test_all_of_them_have_one_clock() -> None:
    clock = FakeClock()
    parts = parts_of(FakeLockTable(clock), clock)
    before = parts.now()
    clock.advance(5)
    assert parts.now() == before + 5
