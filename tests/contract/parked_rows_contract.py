"""What every view of parked rows promises."""

from typing import Protocol

from presence_api.ports.outbox import Outbox, OutgoingEvent, shard_of
from presence_api.ports.parked_rows import ParkedRows


class ParkedUnderTest(Protocol):
    """An empty outbox, a writer's hand on it, and an operator's."""

    @property
    def outbox(self) -> Outbox: ...

    @property
    def operator(self) -> ParkedRows: ...

    def insert(self, *events: OutgoingEvent) -> None: ...


def event(value: bytes, key: str = "a") -> OutgoingEvent:
    return OutgoingEvent("t", key, value, {})


class ParkedRowsContract:
    """Subclasses give `under_test`."""

    def test_nothing_is_parked_by_itself(self, under_test: ParkedUnderTest) -> None:
        under_test.insert(event(b"1"))
        assert list(under_test.operator.parked()) == []

    def test_a_parked_row_says_why_and_what_waits_behind(self, under_test: ParkedUnderTest) -> None:
        seq = parked(under_test)
        (row,) = under_test.operator.parked()
        assert (row.seq, row.topic, row.key, row.value_bytes) == (seq, "t", "a", 1)
        assert (row.reason, row.behind) == ("too large", 2)

    def test_a_released_row_is_read_again_and_with_it_what_waits(
        self, under_test: ParkedUnderTest
    ) -> None:
        seq = parked(under_test)
        assert set(under_test.operator.release([seq, 10**9])) == {seq}
        assert sendable(under_test) == [b"1", b"2", b"3"]
        assert set(under_test.operator.release([seq])) == set()

    def test_a_discarded_row_is_gone_and_what_waits_is_read(
        self, under_test: ParkedUnderTest
    ) -> None:
        seq = parked(under_test)
        assert set(under_test.operator.discard([seq, seq + 1])) == {seq}  # no other was parked
        assert sendable(under_test) == [b"2", b"3"]


def parked(under_test: ParkedUnderTest) -> int:
    """The first of three rows of a key is parked; its number."""
    under_test.insert(event(b"1"), event(b"2"), event(b"3"))
    with under_test.outbox.session() as session:
        (first, *_) = session.read([shard_of("a")], 10)
        session.park(first, "too large")
    assert sendable(under_test) == []
    return first.seq


def sendable(under_test: ParkedUnderTest) -> list[bytes]:
    """Values of the key that a relay would read now."""
    with under_test.outbox.session() as session:
        return [row.event.value for row in session.read([shard_of("a")], 10)]
