"""What every outbox promises its relay; run on the fake always, on Postgres in integration."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol

import pytest

from presence_api.ports.outbox import Outbox, OutboxUnavailable, OutgoingEvent, shard_of

KEY, OTHER_KEY = "a", "c"  # of different shards
SHARDS = (shard_of(KEY), shard_of(OTHER_KEY))


class OutboxUnderTest(Protocol):
    """An empty outbox, a writer's hand on it, and the server's on its sessions."""

    @property
    def outbox(self) -> Outbox: ...

    def insert(self, *events: OutgoingEvent) -> None:
        """In a transaction of its own."""
        ...

    def insert_late(self, early: OutgoingEvent, late: OutgoingEvent) -> None:
        """Two rows of which the first to get its number is not committed: `commit` does that."""
        ...

    def commit(self) -> None: ...

    def end_sessions(self) -> None:
        """As the server does when a connection is lost."""
        ...


def event(value: bytes = b"1", key: str = KEY, topic: str = "t") -> OutgoingEvent:
    return OutgoingEvent(topic, key, value, {"ce_id": "7"})


def values(rows: Sequence[object]) -> list[bytes]:
    return [row.event.value for row in rows]  # type: ignore[attr-defined]


class OutboxContract(ABC):
    """Subclass it and give it an outbox."""

    @pytest.fixture(autouse=True)
    @abstractmethod
    def under_test(self) -> OutboxUnderTest:
        """An empty outbox."""

    def test_rows_are_read_as_they_were_inserted(self, under_test: OutboxUnderTest) -> None:
        under_test.insert(event(b"1"), event(b"2"))
        with under_test.outbox.session() as session:
            rows = session.read(SHARDS, 10)

        assert [row.event for row in rows] == [event(b"1"), event(b"2")]
        assert [row.shard for row in rows] == [shard_of(KEY)] * 2

    def test_of_each_shard_the_first_rows_are_read(self, under_test: OutboxUnderTest) -> None:
        under_test.insert(event(b"1"), event(b"2", OTHER_KEY), event(b"3"), event(b"4"))
        with under_test.outbox.session() as session:
            assert sorted(values(session.read(SHARDS, 2))) == [b"1", b"2", b"3"]
            assert values(session.read(SHARDS[1:], 2)) == [b"2"]
            assert session.read((), 2) == []

    def test_what_was_removed_is_not_read_again(self, under_test: OutboxUnderTest) -> None:
        under_test.insert(event(b"1"), event(b"2"))
        with under_test.outbox.session() as session:
            session.remove(session.read(SHARDS, 1))
            assert values(session.read(SHARDS, 10)) == [b"2"]

    def test_a_row_that_is_committed_late_is_not_removed_with_later_ones(
        self, under_test: OutboxUnderTest
    ) -> None:
        under_test.insert_late(event(b"early"), event(b"late"))
        with under_test.outbox.session() as session:
            session.remove(session.read(SHARDS, 10))
            under_test.commit()
            assert values(session.read(SHARDS, 10)) == [b"early"]

    def test_behind_a_parked_row_only_its_key_waits(self, under_test: OutboxUnderTest) -> None:
        under_test.insert(event(b"bad"), event(b"behind"), event(b"other topic", topic="u"))
        under_test.insert(event(b"other key", OTHER_KEY))
        with under_test.outbox.session() as session:
            first = session.read(SHARDS[:1], 1)[0]
            session.park(first, "too large")
            left = session.read(SHARDS, 10)
            backlog = session.backlog()

        assert sorted(values(left)) == [b"other key", b"other topic"]
        assert (backlog.rows, backlog.parked_rows) == (4, 1)

    def test_a_shard_is_held_by_one_session_until_it_gives_it_back(
        self, under_test: OutboxUnderTest
    ) -> None:
        with under_test.outbox.session() as one, under_test.outbox.session() as two:
            assert (one.relays(), two.relays()) == (2, 2)
            assert (one.take(3), two.take(3), two.take(4)) == (True, False, True)
            one.give_back(3)
            assert two.take(3)
        with under_test.outbox.session() as three:
            assert (three.relays(), three.take(3)) == (1, True)

    def test_a_session_that_was_ended_holds_nothing_and_says_so(
        self, under_test: OutboxUnderTest
    ) -> None:
        with under_test.outbox.session() as session:
            session.take(3)
            under_test.end_sessions()
            with pytest.raises(OutboxUnavailable) as caught:
                session.check()
        assert caught.value.retryable
        with under_test.outbox.session() as session:
            assert session.take(3)

    def test_waiting_ends_when_there_is_something_to_read(
        self, under_test: OutboxUnderTest
    ) -> None:
        with under_test.outbox.session() as session:
            session.take(shard_of(KEY))
            assert session.read(SHARDS, 1) == []
            session.wait(60)  # falls asleep; what came before that is to be read first
            assert session.read(SHARDS, 1) == []
            under_test.insert(event())
            session.wait(60)
            assert values(session.read(SHARDS, 1)) == [b"1"]
