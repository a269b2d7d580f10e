"""Sending to Kafka: what is confirmed, and what is said when it is not."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from metamodel.events.codec import Codec
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.ports.event_sink import DeadLetter, EventNotDelivered, EventTooLarge
from orchestration.ports.event_source import OffsetRange, Record
from tests.contract.kafka_log import KafkaLog
from tests.fakes.kafka_mock import KafkaMock, kafka_mock

TOPIC = PreaggRefresh.name
MSG_SIZE_TOO_LARGE = 10  # the protocol's number
CODEC = Codec.committed()
MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)


def requests(count: int) -> list[dict[str, Any]]:
    return [
        PreaggRefresh.new(
            MOMENT,
            cube="orders",
            pre_aggregation="by_day",
            range_start=date(2025, 1, 1),
            range_end=None,
            requested_by="test",
            reason=f"change {number}",
        )
        for number in range(count)
    ]


def log(bootstrap: str, topic: str, count: int) -> Sequence[Record]:
    with KafkaEventSource(bootstrap, topic).read((OffsetRange(0, 0, count),)) as records:
        return list(records)


@pytest.fixture
def mock() -> Iterator[KafkaMock]:
    with kafka_mock() as broker:
        broker.create_topic(TOPIC, 1)
        broker.create_topic(f"{TOPIC}.dlq", 1)
        yield broker


def test_headers_carry_the_names_of_cloud_events(mock: KafkaMock) -> None:
    (payload,) = requests(1)

    KafkaEventSink(mock.bootstrap, CODEC, source="/rampart/test").publish(TOPIC, [payload])

    (record,) = log(mock.bootstrap, TOPIC, 1)
    assert dict(record.headers) == {
        "ce_specversion": b"1.0",
        "ce_id": str(payload["event_id"]).encode(),
        "ce_type": TOPIC.encode(),
        "ce_source": b"/rampart/test",
        "ce_time": b"2026-01-02T03:04:05.678Z",
        "content-type": b"application/avro",
    }


def test_twenty_thousand_events_are_one_call(mock: KafkaMock) -> None:
    payloads = requests(20_000)

    KafkaEventSink(mock.bootstrap, CODEC).publish(TOPIC, payloads)

    records = log(mock.bootstrap, TOPIC, 20_000)
    sent = [str(payload["event_id"]) for payload in payloads]
    assert [dict(r.headers)["ce_id"].decode() for r in records] == sent


def test_more_than_the_queue_holds_waits_for_room(mock: KafkaMock) -> None:
    small = {"queue.buffering.max.messages": 100}

    KafkaEventSink(mock.bootstrap, CODEC, client_options=small).publish(TOPIC, requests(1_000))

    assert len(log(mock.bootstrap, TOPIC, 1_000)) == 1_000


def test_a_broker_that_is_down_is_an_error_with_counts(mock: KafkaMock) -> None:
    mock.stop()
    sink = KafkaEventSink(mock.bootstrap, CODEC, timeout_s=0.5)

    with pytest.raises(EventNotDelivered, match="3 of 3"):
        sink.publish(TOPIC, requests(3))


def test_what_failed_is_not_sent_later(mock: KafkaMock) -> None:
    mock.stop()
    sink = KafkaEventSink(mock.bootstrap, CODEC, timeout_s=0.5)
    with pytest.raises(EventNotDelivered):
        sink.publish(TOPIC, requests(2))
    mock.start()

    again = requests(1)
    KafkaEventSink(mock.bootstrap, CODEC).publish(TOPIC, again)

    (record,) = log(mock.bootstrap, TOPIC, 1)
    assert CODEC.decode(TOPIC, record.value) == again[0]


def test_the_same_sink_works_again_after_a_failure(mock: KafkaMock) -> None:
    sink = KafkaEventSink(mock.bootstrap, CODEC, timeout_s=2)
    mock.stop()
    with pytest.raises(EventNotDelivered):
        sink.publish(TOPIC, requests(1))
    mock.start()

    sink.publish(TOPIC, requests(1))

    assert len(log(mock.bootstrap, TOPIC, 1)) == 1


def test_a_dead_letter_that_is_not_confirmed_is_an_error(mock: KafkaMock) -> None:
    mock.stop()
    letter = DeadLetter(TOPIC, Record(0, 0, b"k", b"v", (), 0), "EVT-001")

    with pytest.raises(EventNotDelivered):
        KafkaEventSink(mock.bootstrap, CODEC, timeout_s=0.5).bury([letter])


def test_an_event_that_no_client_sends_is_too_large_for_ever(mock: KafkaMock) -> None:
    (payload,) = requests(1)

    with pytest.raises(EventTooLarge, match="1 of 1") as caught:
        KafkaEventSink(mock.bootstrap, CODEC).publish(TOPIC, [{**payload, "reason": "x" * 10**7}])
    assert not caught.value.retryable


def test_events_refused_with_a_large_one_in_their_batch_are_sent_again_in_their_order(
    mock: KafkaMock,
) -> None:
    mock.fail_produces(MSG_SIZE_TOO_LARGE, times=2)
    payloads = requests(5)

    KafkaEventSink(mock.bootstrap, CODEC).publish(TOPIC, payloads)

    found = [CODEC.decode(TOPIC, item.value) for item in log(mock.bootstrap, TOPIC, 5)]
    assert found == payloads


def test_letters_refused_with_a_large_one_in_their_batch_are_buried_whole(mock: KafkaMock) -> None:
    mock.fail_produces(MSG_SIZE_TOO_LARGE, times=1)
    letters = [DeadLetter(TOPIC, Record(0, n, b"k", b"v", (), 0), "EVT-001") for n in range(3)]

    KafkaEventSink(mock.bootstrap, CODEC).bury(letters)

    records = log(mock.bootstrap, f"{TOPIC}.dlq", 3)
    assert [item.value for item in records] == [b"v", b"v", b"v"]


def test_a_letter_whose_headers_are_too_large_goes_with_nothing_but_its_place(
    mock: KafkaMock,
) -> None:
    record = Record(0, 7, b"k", b"v", (("h", b"x" * 10**7),), 0)

    KafkaEventSink(mock.bootstrap, CODEC).bury([DeadLetter(TOPIC, record, "EVT-001")])

    (found,) = log(mock.bootstrap, f"{TOPIC}.dlq", 1)
    assert (found.key, found.value) == (None, None)
    assert dict(found.headers) == {
        "dlq.source": f"{TOPIC}/0/7".encode(),
        "dlq.reason": b"EVT-001",
        "dlq.left_out": b"key, headers and value, 1 bytes",
    }


@pytest.mark.integration
def test_a_letter_that_the_broker_refuses_goes_without_its_value(kafka_bootstrap: str) -> None:
    log = KafkaLog(kafka_bootstrap)
    dead = KafkaLog(kafka_bootstrap, partitions=1, topic=f"{log.topic}.dlq")  # of an older day
    junk = random.Random(0).randbytes(2_000_000)  # nothing that could be compressed
    letters = [
        DeadLetter(log.topic, Record(0, number, b"key", value, (), 0), "EVT-001")
        for number, value in enumerate((b"small", junk, b"small"))
    ]
    sink = KafkaEventSink(kafka_bootstrap, CODEC, timeout_s=20)

    sink.bury(letters)
    sink.bury(letters[:1])

    with dead.source.read((OffsetRange(0, 0, 4),)) as records:
        found = [record.value for record in records]
    assert (found.count(None), found.count(b"small")) == (1, 3)
    log.remove()
    dead.remove()


@pytest.mark.integration
def test_a_topic_that_is_missing_on_the_broker_is_not_delivered_to(kafka_bootstrap: str) -> None:
    log = KafkaLog(kafka_bootstrap)
    absent = f"{log.topic}.absent"
    contract = type("Requests", (PreaggRefresh,), {"name": absent})
    sink = KafkaEventSink(kafka_bootstrap, Codec({absent: contract}, {absent: 77}), timeout_s=2)

    with pytest.raises(EventNotDelivered):
        sink.publish(absent, requests(1))
    log.remove()
