"""What every event sink promises; run on the fake always, on Kafka in integration."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Protocol

import pytest

from metamodel.events.codec import Codec, PayloadRefused, UnregisteredTopic
from metamodel.streaming.topic_configs import LARGEST_LETTER_BYTES
from orchestration.ports.event_sink import (
    MOST_REASON_BYTES,
    DeadLetter,
    EventSink,
    EventTooLarge,
    Forwarded,
)
from orchestration.ports.event_source import Record

MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)


class SinkUnderTest(Protocol):
    """A sink, the one topic it may write in a test, and what lies there afterwards."""

    @property
    def sink(self) -> EventSink: ...

    @property
    def codec(self) -> Codec: ...

    @property
    def topic(self) -> str: ...

    def log(self, topic: str) -> Sequence[Record]:
        """All records of a topic."""
        ...


def request(under_test: SinkUnderTest, **changes: Any) -> dict[str, Any]:
    """A valid refresh request."""
    fields = {
        "cube": "orders",
        "pre_aggregation": "by_day",
        "range_start": date(2025, 1, 1),
        "range_end": None,
        "requested_by": "test",
        "reason": "order changed",
    }
    return under_test.codec.contract(under_test.topic).new(MOMENT, **(fields | changes))


class EventSinkContract(ABC):
    """Subclass it and give it a sink."""

    @pytest.fixture(autouse=True)
    @abstractmethod
    def under_test(self) -> SinkUnderTest:
        """A sink on an empty topic with the fields of a refresh request."""

    def test_what_is_published_can_be_decoded(self, under_test: SinkUnderTest) -> None:
        payloads = [request(under_test), request(under_test, cube="customer")]

        under_test.sink.publish(under_test.topic, payloads)

        topic = under_test.topic
        found = [under_test.codec.decode(topic, item.value) for item in under_test.log(topic)]
        assert sorted(found, key=str) == sorted(payloads, key=str)

    def test_events_of_one_key_stay_in_order(self, under_test: SinkUnderTest) -> None:
        payloads = [request(under_test, reason=f"change {n}") for n in range(50)]

        under_test.sink.publish(under_test.topic, payloads)

        topic = under_test.topic
        log = under_test.log(topic)
        assert {item.key for item in log} == {b"orders:by_day:2025-01-01.."}
        assert [under_test.codec.decode(topic, item.value) for item in log] == payloads

    def test_publishing_nothing_sends_nothing(self, under_test: SinkUnderTest) -> None:
        under_test.sink.publish(under_test.topic, [])

        assert list(under_test.log(under_test.topic)) == []

    def test_one_bad_payload_keeps_all_from_being_sent(self, under_test: SinkUnderTest) -> None:
        payloads = [request(under_test), request(under_test, cube=7)]

        with pytest.raises(PayloadRefused):
            under_test.sink.publish(under_test.topic, payloads)

        assert list(under_test.log(under_test.topic)) == []

    def test_one_that_is_too_large_is_refused_with_its_size_and_harms_no_other(
        self, under_test: SinkUnderTest
    ) -> None:
        huge = request(under_test, reason="x" * LARGEST_LETTER_BYTES)
        payloads = [request(under_test), huge, request(under_test)]
        size = len(under_test.codec.encode(under_test.topic, huge))

        with pytest.raises(EventTooLarge, match=rf"1 of 3.*{size} bytes"):
            under_test.sink.publish(under_test.topic, payloads)

        topic = under_test.topic
        found = [under_test.codec.decode(topic, item.value) for item in under_test.log(topic)]
        assert found == [payloads[0], payloads[2]]

    def test_a_topic_that_nobody_described_is_refused(self, under_test: SinkUnderTest) -> None:
        with pytest.raises(UnregisteredTopic):
            under_test.sink.publish("nobody.knows.v1", [])

    def test_a_buried_record_keeps_key_value_and_headers(self, under_test: SinkUnderTest) -> None:
        record = Record(2, 17, b"key", b"\x00bad", (("ce_id", b"1"),), 1_000)

        under_test.sink.bury([DeadLetter(under_test.topic, record, "EVT-001 because")])

        (buried,) = under_test.log(f"{under_test.topic}.dlq")
        assert (buried.key, buried.value) == (b"key", b"\x00bad")
        assert buried.headers == (
            ("ce_id", b"1"),
            ("dlq.source", f"{under_test.topic}/2/17".encode()),
            ("dlq.reason", b"EVT-001 because"),
        )

    def test_a_record_without_key_and_value_can_be_buried(self, under_test: SinkUnderTest) -> None:
        record = Record(0, 0, None, None, (), 0)

        under_test.sink.bury([DeadLetter(under_test.topic, record, "EVT-001 leer: größer")])

        (buried,) = under_test.log(f"{under_test.topic}.dlq")
        assert (buried.key, buried.value) == (None, None)
        assert dict(buried.headers)["dlq.reason"].decode() == "EVT-001 leer: größer"

    def test_a_letter_that_is_too_large_goes_without_its_value_and_says_so(
        self, under_test: SinkUnderTest
    ) -> None:
        size = LARGEST_LETTER_BYTES + 1
        large = Record(0, 3, b"key", b"\x00" * size, (("ce_id", b"1"),), 0)
        small = Record(0, 4, b"key", b"\x00bad", (), 0)
        letters = [DeadLetter(under_test.topic, one, "EVT-001") for one in (large, small)]

        under_test.sink.bury(letters)

        found = {dict(item.headers)["dlq.source"][-1:]: item for item in self.buried(under_test)}
        assert found[b"4"].value == b"\x00bad"
        assert (found[b"3"].key, found[b"3"].value) == (b"key", None)
        assert dict(found[b"3"].headers)["ce_id"] == b"1"
        assert dict(found[b"3"].headers)["dlq.left_out"] == f"value, {size} bytes".encode()

    def test_a_reason_is_cut_before_it_outgrows_the_letter(self, under_test: SinkUnderTest) -> None:
        record = Record(0, 0, None, b"x", (), 0)

        under_test.sink.bury([DeadLetter(under_test.topic, record, "EVT-101 " + "ü" * 10**6)])

        (buried,) = self.buried(under_test)
        reason = dict(buried.headers)["dlq.reason"]
        assert len(reason) <= MOST_REASON_BYTES
        assert reason.decode().startswith("EVT-101 üü")
        assert reason.decode().endswith("ü…")

    def buried(self, under_test: SinkUnderTest) -> Sequence[Record]:
        """The dead-letter topic."""
        return under_test.log(f"{under_test.topic}.dlq")

    def test_burying_nothing_sends_nothing(self, under_test: SinkUnderTest) -> None:
        under_test.sink.bury([])

        assert list(under_test.log(f"{under_test.topic}.dlq")) == []

    def test_what_is_forwarded_lies_where_it_was_sent_and_as_it_was(
        self, under_test: SinkUnderTest
    ) -> None:
        notes = (("x-attempts", b"1"), ("trace", b"abc"))
        sent = [
            Forwarded(under_test.topic, 1, b"key", b"no event at all", notes),
            Forwarded(under_test.topic, 1, None, None, ()),
        ]

        assert list(under_test.sink.forward(sent)) == []

        found = [
            (item.partition, item.key, item.value, item.headers)
            for item in under_test.log(under_test.topic)
        ]
        assert found == [(1, b"key", b"no event at all", notes), (1, None, None, ())]

    def test_of_what_is_forwarded_the_too_large_is_named_and_the_rest_arrives(
        self, under_test: SinkUnderTest
    ) -> None:
        huge = b"x" * (LARGEST_LETTER_BYTES + 1)
        sent = [Forwarded(under_test.topic, 0, b"k", value, ()) for value in (b"a", huge, b"b")]

        assert list(under_test.sink.forward(sent)) == [1]

        assert [item.value for item in under_test.log(under_test.topic)] == [b"a", b"b"]
