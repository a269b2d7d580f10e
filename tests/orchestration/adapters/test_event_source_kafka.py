"""Reading by position: the client's own behaviour on the mock broker, the rest on a real one."""

import threading
from collections.abc import Iterator

import pytest
from confluent_kafka import KafkaError, Producer

from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.ports.event_source import (
    EventSourceUnavailable,
    OffsetRange,
    OffsetsGone,
    Record,
    TopicMissing,
)
from orchestration.ports.offset_ranges import offsets_between
from tests.contract.kafka_log import KafkaLog
from tests.fakes.kafka_mock import KafkaMock, kafka_mock

TOPIC = "events.v1"
NOBODY = "127.0.0.1:1"


@pytest.fixture
def mock() -> Iterator[KafkaMock]:
    with kafka_mock() as broker:
        broker.create_topic(TOPIC, 3)
        yield broker


def source_on(bootstrap: str, timeout_s: float = 10.0) -> KafkaEventSource:
    return KafkaEventSource(bootstrap, TOPIC, timeout_s=timeout_s)


def produce(bootstrap: str, count: int, *, topic: str = TOPIC, partition: int = 0) -> None:
    producer = Producer({"bootstrap.servers": bootstrap, "linger.ms": 20})
    for number in range(count):
        producer.produce(topic, value=b"%d" % number, partition=partition)
        producer.poll(0)
    assert producer.flush(30) == 0


def read(source: KafkaEventSource, *ranges: OffsetRange) -> list[Record]:
    with source.read(ranges) as records:
        return list(records)


def test_a_wait_ends_soon_after_the_last_record(mock: KafkaMock) -> None:
    produce(mock.bootstrap, 10)

    arrival = source_on(mock.bootstrap).wait_for_events({0: 0, 1: 0, 2: 0}, budget_s=60)

    assert (arrival.records, arrival.next) == (10, {0: 10, 1: 0, 2: 0})


def test_a_wait_takes_at_most_so_many_records(mock: KafkaMock) -> None:
    produce(mock.bootstrap, 50_500)

    arrival = source_on(mock.bootstrap).wait_for_events({0: 0}, budget_s=60)

    assert (arrival.records, arrival.next) == (50_000, {0: 50_000})


def test_a_wait_hears_of_a_record_that_comes_later(mock: KafkaMock) -> None:
    late = threading.Timer(0.3, produce, (mock.bootstrap, 1))
    late.start()

    arrival = source_on(mock.bootstrap).wait_for_events({0: 0, 1: 0}, budget_s=60)
    late.join()

    assert (arrival.records, arrival.next) == (1, {0: 1, 1: 0})


def test_a_long_range_is_read_whole(mock: KafkaMock) -> None:
    produce(mock.bootstrap, 3_000, partition=0)
    produce(mock.bootstrap, 3_000, partition=1)

    records = read(source_on(mock.bootstrap), OffsetRange(0, 10, 2_990), OffsetRange(1, 0, 3_000))

    assert [r.offset for r in records if r.partition == 0] == list(range(10, 2_990))
    assert [r.offset for r in records if r.partition == 1] == list(range(3_000))


def test_many_ranges_of_one_partition_are_read_in_turn(mock: KafkaMock) -> None:
    produce(mock.bootstrap, 40)
    ranges = [OffsetRange(0, start, start + 3) for start in range(0, 40, 5)]

    records = read(source_on(mock.bootstrap), *ranges)

    assert [r.offset for r in records] == [o for r in ranges for o in range(r.start, r.end)]


def test_a_broker_that_is_not_there_is_unavailable() -> None:
    source = source_on(NOBODY, timeout_s=0.3)

    with pytest.raises(EventSourceUnavailable):
        source.state()
    with pytest.raises(EventSourceUnavailable):
        source.position_at(0)
    with pytest.raises(EventSourceUnavailable):
        source.wait_for_events({0: 0}, budget_s=1)
    with pytest.raises(EventSourceUnavailable):
        read(source, OffsetRange(0, 0, 1))


def test_a_broker_that_goes_away_ends_a_wait(mock: KafkaMock) -> None:
    leaving = threading.Timer(0.3, mock.stop)
    leaving.start()

    with pytest.raises(EventSourceUnavailable):
        source_on(mock.bootstrap).wait_for_events({0: 0}, budget_s=30)
    leaving.join()


def test_a_broker_that_goes_away_ends_a_read_at_its_deadline(mock: KafkaMock) -> None:
    produce(mock.bootstrap, 5)
    source = source_on(mock.bootstrap, timeout_s=1.0)

    with source.read((OffsetRange(0, 0, 5),)) as records:
        mock.stop()
        with pytest.raises(EventSourceUnavailable, match="not read within"):
            list(records)


def test_a_commit_nobody_takes_fails_no_one(caplog: pytest.LogCaptureFixture) -> None:
    source_on(NOBODY, timeout_s=0.3).commit({0: 5})

    assert "not committed" in caplog.text


def test_retention_between_the_look_and_the_fetch_is_noticed(mock: KafkaMock) -> None:
    produce(mock.bootstrap, 5)
    mock.fail_fetches(KafkaError.OFFSET_OUT_OF_RANGE, 1)

    # The mock still holds the offsets, so nothing can be named; but nothing is skipped silently.
    with pytest.raises(EventSourceUnavailable):
        read(source_on(mock.bootstrap), OffsetRange(0, 0, 5))


def test_a_partition_that_does_not_exist_is_missing(mock: KafkaMock) -> None:
    with pytest.raises(TopicMissing):
        source_on(mock.bootstrap, timeout_s=2).wait_for_events({7: 0}, budget_s=1)


@pytest.fixture
def log(kafka_bootstrap: str) -> Iterator[KafkaLog]:
    log = KafkaLog(kafka_bootstrap)
    yield log
    log.remove()


@pytest.mark.integration
def test_a_burst_is_one_arrival_and_one_read(log: KafkaLog) -> None:
    produce(log.bootstrap, 20_000, topic=log.topic, partition=1)
    state = log.source.state()

    arrival = log.source.wait_for_events(dict(state.low), budget_s=30)
    records = read(log.source, *offsets_between(dict(state.low), dict(arrival.next)))

    assert arrival.records == len(records) == 20_000


@pytest.mark.integration
def test_an_aborted_transaction_is_stepped_over(log: KafkaLog) -> None:
    options = {"bootstrap.servers": log.bootstrap, "transactional.id": log.topic}
    producer = Producer(options)
    producer.init_transactions(20)
    producer.begin_transaction()
    producer.produce(log.topic, value=b"never", partition=0)
    producer.flush(20)
    producer.abort_transaction(20)
    log.append(0, [b"after"])

    # The broker writes the mark of the abort some time after it answered.
    end = log.source.wait_for_events({0: 0}, budget_s=20).next[0]
    records = read(log.source, OffsetRange(0, 0, end))

    assert [r.value for r in records] == [b"after"]
    assert log.source.wait_for_events({0: 0}, budget_s=10).next == {0: end}


@pytest.mark.integration
def test_the_clients_group_has_no_members(log: KafkaLog) -> None:
    log.append(0, [b"a"])

    log.source.wait_for_events({0: 0}, budget_s=10)

    assert log.committed() == {}


@pytest.mark.integration
def test_a_topic_made_anew_and_shorter_is_no_silent_loss(log: KafkaLog) -> None:
    log.append(0, [b"a", b"b", b"c"])
    log.recreate()
    log.append(0, [b"new"])

    with pytest.raises(OffsetsGone) as caught:
        log.source.wait_for_events({0: 3}, budget_s=5)

    assert caught.value.args == (log.topic, OffsetRange(0, 1, 3))
