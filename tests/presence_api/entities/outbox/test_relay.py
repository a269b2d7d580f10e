"""The law of the relay, and that each of its rules is needed for it."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from presence_api.entities.outbox.relay import BACK_OFF_S, Relay
from presence_api.ports.ordered_sender import Delivery, NotAcknowledged
from presence_api.ports.outbox import OutgoingEvent, WaitingEvent
from tests.fakes.clock import FakeClock
from tests.fakes.ordered_sender import FakeBroker, FakeOrderedSender
from tests.fakes.outbox import FakeOutbox, FakeSession
from tests.presence_api.entities.outbox.relay_world import World

EVENT = OutgoingEvent("t", "a", b"x", {})


@given(st.data())
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_dies_the_first_appearances_of_a_key_are_in_row_order(data: st.DataObject) -> None:
    world = World()
    world.play(data)
    world.judge()


class LocksNothing(FakeOutbox):
    """Every session is given every shard."""

    class _Session(FakeSession):
        def take(self, shard: int) -> bool:
            self.check()
            return True

    session_type = _Session


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_the_law_does_not_hang_on_the_locks(data: st.DataObject) -> None:
    world = World(outbox=LocksNothing())
    world.play(data)
    world.judge()


class TwoInFlight(FakeOrderedSender):
    """A batch is taken although the one before it was refused."""

    def __init__(self, broker: FakeBroker) -> None:
        super().__init__(broker, batch_rows=1)

    def refused(self, queue: Sequence[WaitingEvent]) -> None:
        self.broker.append(queue[1:2])


class GoesOnAfterSilence(FakeOrderedSender):
    """What is given up leaves a gap, and the queue goes on behind it."""

    def abandoned(self, queue: Sequence[WaitingEvent]) -> None:
        self.broker.append(queue[1:])


class BelievesItself(FakeOrderedSender):
    """What is handed over counts as acknowledged."""

    def send(self, events: Sequence[WaitingEvent], keep_on: Callable[[], None]) -> Delivery:
        sent = super().send(events, keep_on)
        return Delivery(frozenset(row.seq for row in events), sent.refused)


class RemovesUpTo(FakeOutbox):
    """Deletes whatever has a smaller number, seen or not."""

    class _Session(FakeSession):
        def remove(self, rows: Sequence[WaitingEvent]) -> None:
            last = {row.shard: row.seq for row in rows}
            waiting = self.outbox.sendable()
            super().remove([row for row in waiting if row.seq <= last.get(row.shard, -1)])

    session_type = _Session


@pytest.mark.parametrize(
    ("sender", "outbox"),
    [
        (TwoInFlight, FakeOutbox),
        (GoesOnAfterSilence, FakeOutbox),
        (BelievesItself, FakeOutbox),
        (FakeOrderedSender, RemovesUpTo),
    ],
)
def test_canary_each_rule_is_needed_for_the_law(
    sender: type[FakeOrderedSender], outbox: type[FakeOutbox]
) -> None:
    @given(st.data())
    @settings(
        max_examples=3000,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow],
    )
    def law(data: st.DataObject) -> None:
        world = World(sender, outbox())
        world.play(data)
        world.judge()

    with pytest.raises(AssertionError, match="key "):
        law()


class Tired:
    """A wish to stop that comes after so many waits; `waits` says how long they were."""

    def __init__(self, waits: int) -> None:
        self._most, self.waits = waits, list[float]()

    def is_set(self) -> bool:
        return len(self.waits) >= self._most

    def wait(self, timeout: float) -> bool:
        self.waits.append(timeout)
        return self.is_set()


def test_it_backs_off_longer_while_the_database_is_away() -> None:
    outbox, sender = FakeOutbox(), FakeOrderedSender(FakeBroker())
    outbox.down = True
    relay, stop = Relay(outbox, sender, FakeClock()), Tired(7)

    relay.run(stop)

    assert stop.waits == [*BACK_OFF_S, BACK_OFF_S[-1], BACK_OFF_S[-1]]
    assert relay.standing.failures == {"OBX-001": 7}
    assert sender.discarded == 8


def test_while_it_backs_off_its_shards_are_free_for_others() -> None:
    outbox, broker = FakeOutbox(), FakeBroker()
    broker.silent = True
    outbox.insert(EVENT)
    relay = Relay(outbox, FakeOrderedSender(broker), FakeClock())

    relay.run(Tired(1))

    assert (outbox.holders, relay.standing.shards) == ({}, frozenset())
    assert relay.standing.failures == {NotAcknowledged.code: 1}
