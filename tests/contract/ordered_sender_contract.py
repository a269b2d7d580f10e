"""What every ordered sender promises; run on the fake always, on Kafka in integration."""

import itertools
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol

import pytest

from metamodel.kernel.errors import RampartError
from presence_api.ports.ordered_sender import OrderedSender
from presence_api.ports.outbox import OutgoingEvent, WaitingEvent, shard_of

_SEQS = itertools.count(1)


class SenderUnderTest(Protocol):
    """A sender, a topic, and what lies there."""

    @property
    def sender(self) -> OrderedSender: ...

    @property
    def topic(self) -> str: ...

    @property
    def too_large(self) -> bytes:
        """A value that the broker refuses."""
        ...

    def log(self) -> Sequence[tuple[str, bytes]]:
        """Key and value of each record; the order of one key's is that of the log."""
        ...

    def silence(self) -> None:
        """Let the broker answer nothing any more."""
        ...


class Enough(RampartError):
    """The caller has waited long enough."""

    code = "TST-001"
    hint = "It is a test."


def on() -> None:
    """Never enough."""


def rows(under_test: SenderUnderTest, *values: bytes, key: str = "k") -> list[WaitingEvent]:
    return [
        WaitingEvent(
            shard_of(key), next(_SEQS), OutgoingEvent(under_test.topic, key, value, {"h": "1"})
        )
        for value in values
    ]


class OrderedSenderContract(ABC):
    """Subclass it and give it a sender."""

    @pytest.fixture(autouse=True)
    @abstractmethod
    def under_test(self) -> SenderUnderTest:
        """A sender on an empty topic."""

    def test_what_is_acknowledged_lies_in_the_log_in_order(
        self, under_test: SenderUnderTest
    ) -> None:
        sent = rows(under_test, *(b"%d" % number for number in range(100)))

        delivery = under_test.sender.send(sent, on)

        assert delivery.acknowledged == {row.seq for row in sent}
        assert (delivery.refused, delivery.fault) == ({}, None)
        assert under_test.log() == [("k", row.event.value) for row in sent]

    def test_one_call_after_the_other_goes_on_in_order(self, under_test: SenderUnderTest) -> None:
        for value in (b"1", b"2", b"3"):
            under_test.sender.send(rows(under_test, value), on)

        assert [value for _, value in under_test.log()] == [b"1", b"2", b"3"]

    def test_nothing_is_nothing(self, under_test: SenderUnderTest) -> None:
        assert under_test.sender.send([], on).acknowledged == frozenset()

    def test_behind_an_event_that_is_too_large_nothing_of_its_key_is_in_the_log(
        self, under_test: SenderUnderTest
    ) -> None:
        bad, *others = rows(under_test, under_test.too_large, b"1", b"2")

        delivery = under_test.sender.send([bad, *others], on)

        assert bad.seq in delivery.refused
        assert delivery.refused[bad.seq]
        assert under_test.log() == []

    def test_after_a_refusal_the_next_call_is_taken(self, under_test: SenderUnderTest) -> None:
        under_test.sender.send(rows(under_test, under_test.too_large), on)
        good = rows(under_test, b"1")

        assert under_test.sender.send(good, on).acknowledged == {good[0].seq}

    def test_after_discarding_the_next_call_is_taken(self, under_test: SenderUnderTest) -> None:
        under_test.sender.discard()
        under_test.sender.send(rows(under_test, b"1"), on)
        under_test.sender.discard()
        under_test.sender.send(rows(under_test, b"2"), on)

        assert [value for _, value in under_test.log()] == [b"1", b"2"]

    def test_a_broker_that_is_silent_is_a_fault_that_may_pass(
        self, under_test: SenderUnderTest
    ) -> None:
        under_test.sender.send(rows(under_test, b"1"), on)
        under_test.silence()

        delivery = under_test.sender.send(rows(under_test, b"2"), on)

        assert delivery.acknowledged == frozenset()
        assert delivery.fault is not None
        assert delivery.fault.retryable

    def test_a_caller_that_has_waited_enough_ends_the_wait(
        self, under_test: SenderUnderTest
    ) -> None:
        def enough() -> None:
            raise Enough

        under_test.sender.send(rows(under_test, b"1"), on)
        under_test.silence()

        assert isinstance(under_test.sender.send(rows(under_test, b"2"), enough).fault, Enough)
