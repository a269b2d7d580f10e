"""What a relay does within one session."""

from collections.abc import Callable, Sequence

import pytest

from presence_api.entities.outbox.shift import Pace, RelayStopped, Shift, Stop
from presence_api.entities.outbox.standing import Standing
from presence_api.ports.ordered_sender import Delivery, NotAcknowledged
from presence_api.ports.outbox import OutboxUnavailable, OutgoingEvent, WaitingEvent
from tests.fakes.clock import FakeClock
from tests.fakes.ordered_sender import FakeBroker, FakeOrderedSender
from tests.fakes.outbox import FakeOutbox

SHARE_KEYS = ("a", "8")  # of one shard and two partitions


class After:
    """A wish to stop that comes after so many looks."""

    def __init__(self, looks: int) -> None:
        self._left = looks

    def is_set(self) -> bool:
        self._left -= 1
        return self._left < 0

    def wait(self, timeout: float) -> bool:
        raise AssertionError(timeout)


class World:
    def __init__(self) -> None:
        self.outbox, self.broker = FakeOutbox(), FakeBroker()
        self.standing, self.clock = Standing(), FakeClock()
        self.sender = FakeOrderedSender(self.broker)

    def insert(self, *values: bytes, key: str = "a") -> list[WaitingEvent]:
        return self.outbox.insert(*(OutgoingEvent("t", key, value, {}) for value in values))

    def work(self, stop: Stop, pace: Pace | None = None) -> None:
        with self.outbox.session() as session:
            Shift(session, self.sender, self.standing, clock=self.clock, pace=pace or Pace()).work(
                stop
            )

    def values(self, key: str = "a") -> list[bytes]:
        rows = [row for log in self.broker.log.values() for row in log]
        return [row.event.value for row in rows if row.event.key == key]


@pytest.fixture
def world() -> World:
    return World()


def test_rows_are_sent_and_deleted_and_counted(world: World) -> None:
    world.insert(b"1", b"2")
    world.work(After(1))

    assert (world.values(), world.outbox.rows) == ([b"1", b"2"], {})
    assert world.standing.relayed == {"t": 2}
    assert (world.standing.fault, len(world.standing.shards)) == ("", 16)


def test_the_backlog_is_what_was_there_before_the_first_batch(world: World) -> None:
    world.insert(b"1", b"2")
    world.work(After(1))

    assert world.standing.backlog is not None
    assert world.standing.backlog.rows == 2


def test_a_fault_of_the_broker_ends_the_shift_and_leaves_the_rows(world: World) -> None:
    world.insert(b"1")
    world.broker.silent = True

    with pytest.raises(NotAcknowledged):
        world.work(After(9))
    assert len(world.outbox.rows) == 1


def test_a_row_that_is_too_large_is_parked_and_others_in_its_batch_go(world: World) -> None:
    large = b"x" * 101
    world.insert(b"1", large, b"behind")
    world.insert(b"other", key="c")
    world.work(After(20))

    assert (world.values(), world.values("c")) == ([b"1"], [b"other"])
    assert [row.event.value for row in world.outbox.rows.values()] == [large, b"behind"]
    assert (world.standing.parked, world.standing.fault) == ({"t": 1}, "")


def test_what_was_parked_goes_on_when_somebody_lets_it(world: World) -> None:
    world.insert(b"x" * 101, b"behind")
    world.work(After(20))
    world.broker.largest_bytes = 200
    world.outbox.parked.clear()
    world.work(After(20))

    assert world.values() == [b"x" * 101, b"behind"]
    assert world.outbox.rows == {}


def test_a_session_that_is_lost_while_sending_ends_the_shift(world: World) -> None:
    world.insert(b"1")

    class CutsOff(FakeOrderedSender):
        def send(self, events: Sequence[WaitingEvent], keep_on: Callable[[], None]) -> Delivery:
            world.outbox.cut(world.outbox.sessions[0])
            return super().send(events, keep_on)

    world.sender = CutsOff(world.broker)
    with pytest.raises(OutboxUnavailable):
        world.work(After(9))
    assert world.values() == []


def test_asked_to_stop_it_deletes_what_is_acknowledged_within_the_grace(world: World) -> None:
    world.insert(b"1", b"2")
    world.insert(b"3", key="8")
    clock = world.clock

    class Slow(FakeOrderedSender):
        """Each batch takes longer than the whole grace."""

        def send(self, events: Sequence[WaitingEvent], keep_on: Callable[[], None]) -> Delivery:
            def later() -> None:
                keep_on()
                clock.advance(60)

            return super().send(events, later)

    world.sender = Slow(world.broker, batch_rows=1)
    with pytest.raises(RelayStopped):
        world.work(After(1))
    # The key `8` has its own partition: its row is acknowledged, but not all before it.
    assert [row.event.value for row in world.outbox.rows.values()] == [b"2", b"3"]


def test_shards_are_given_back_when_a_second_relay_is_there(world: World) -> None:
    with world.outbox.session():
        world.work(After(1))
    assert len(world.standing.shards) == 8


def test_without_shards_it_waits(world: World) -> None:
    with world.outbox.session() as other:
        assert all(other.take(shard) for shard in range(16))
        world.insert(b"1")
        world.work(After(3))
    assert world.values() == []
