"""One consumer at explicit positions, on the mock broker."""

from collections.abc import Iterator

import pytest
from confluent_kafka import KafkaError, KafkaException, Producer

from orchestration.adapters.kafka_reading import Patience, Reading, record, translated
from orchestration.ports.event_source import (
    EventSourceUnavailable,
    OffsetRange,
    OffsetsGone,
    TopicMissing,
)
from tests.eventually import eventually
from tests.fakes.kafka_mock import KafkaMock, kafka_mock

TOPIC = "events.v1"


@pytest.fixture
def mock() -> Iterator[KafkaMock]:
    with kafka_mock() as broker:
        broker.create_topic(TOPIC, 2)
        producer = Producer({"bootstrap.servers": broker.bootstrap})
        for number in range(3):
            producer.produce(TOPIC, value=b"%d" % number, partition=0)
        assert producer.flush(10) == 0
        yield broker


@pytest.fixture
def reading(mock: KafkaMock) -> Iterator[Reading]:
    client = {"bootstrap.servers": mock.bootstrap}
    with Reading(client, TOPIC, group="test", timeout_s=10, fetch_wait_ms=20) as opened:
        yield opened


def test_watermarks_are_those_of_the_broker(reading: Reading) -> None:
    assert reading.watermarks([0, 1]) == {0: (0, 3), 1: (0, 0)}


@pytest.mark.parametrize(
    "inside", [OffsetRange(0, 0, 3), OffsetRange(0, 3, 3), OffsetRange(0, 0, 0)]
)
def test_what_the_log_reaches_is_not_lost(reading: Reading, inside: OffsetRange) -> None:
    reading.require([inside])


@pytest.mark.parametrize(
    ("wanted", "lost"),
    [
        (OffsetRange(0, 1, 5), OffsetRange(0, 3, 5)),
        (OffsetRange(0, 4, 5), OffsetRange(0, 4, 5)),
        (OffsetRange(1, 7, 7), OffsetRange(1, 0, 7)),
    ],
)
def test_what_the_log_does_not_reach_is_named(
    reading: Reading, wanted: OffsetRange, lost: OffsetRange
) -> None:
    with pytest.raises(OffsetsGone) as caught:
        reading.require([wanted])

    assert caught.value.args == (TOPIC, lost)


def test_reading_starts_where_it_is_told_to_and_again(reading: Reading) -> None:
    found: list[bytes | None] = []

    def values() -> list[bytes | None]:
        found.extend(record(m).value for m in reading.batch(10, 0.5) if m.error() is None)
        return found

    reading.start_at({0: 1})
    assert eventually(values, lambda seen: b"2" in seen, "the end") == [b"1", b"2"]
    reading.finish(0)

    found.clear()
    reading.start_at({0: 0})
    assert eventually(values, lambda seen: b"2" in seen, "the end again") == [b"0", b"1", b"2"]


def test_patience_ends_when_waiting_took_too_long() -> None:
    patience = Patience(TOPIC, limit_s=0.0)

    with pytest.raises(EventSourceUnavailable), patience.wait():
        pass


@pytest.mark.parametrize(
    ("raised", "ours"),
    [
        (KafkaException(KafkaError(KafkaError.UNKNOWN_TOPIC_OR_PART)), TopicMissing),
        (KafkaException(KafkaError(KafkaError.REQUEST_TIMED_OUT)), EventSourceUnavailable),
        (TimeoutError(), EventSourceUnavailable),
    ],
)
def test_the_clients_errors_become_ours(raised: Exception, ours: type[Exception]) -> None:
    with pytest.raises(ours), translated(TOPIC):
        raise raised
