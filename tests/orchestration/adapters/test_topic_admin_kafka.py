"""Topics on a broker, measured. The mock broker knows no administration: a real one is needed."""

import random
from collections.abc import Iterator

import pytest

from metamodel.events._contract import Topic
from metamodel.events.codec import Codec
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.streaming.cluster import TopicState
from metamodel.streaming.derive import derive
from ops.stack.places import STREAMING
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.adapters.streaming_admin_kafka import KafkaStreamingAdmin
from orchestration.adapters.streaming_files import read_declaration
from orchestration.adapters.topic_admin_kafka import KafkaTopicAdmin
from orchestration.ports.event_sink import DeadLetter
from orchestration.ports.event_source import (
    EventSourceUnavailable,
    OffsetRange,
    Record,
    TopicMissing,
)
from tests.contract.kafka_log import KafkaLog, fresh_topic_name

NOBODY = "127.0.0.1:1"


def declared_with(contract: type[Topic]) -> list[TopicState]:
    """The topic and its companions, as the declaration has them."""
    declaration = read_declaration(STREAMING)
    embedded = declaration.model_copy(update={"topics": {}})
    return list(derive(embedded, {contract.name: contract}, "embedded").state.topics.values())


@pytest.fixture
def log(kafka_bootstrap: str) -> Iterator[KafkaLog]:
    log = KafkaLog(kafka_bootstrap)
    yield log
    log.remove()


def test_a_broker_that_is_not_there_is_unavailable() -> None:
    admin = KafkaTopicAdmin(NOBODY, timeout_s=0.3)

    with pytest.raises(EventSourceUnavailable):
        admin.dead_letters(PreaggRefresh.name)


@pytest.mark.integration
def test_of_a_missing_topic_nothing_is_known(kafka_bootstrap: str) -> None:
    with pytest.raises(TopicMissing):
        KafkaTopicAdmin(kafka_bootstrap).dead_letters(fresh_topic_name())


@pytest.mark.integration
def test_a_record_that_was_buried_twice_counts_once(log: KafkaLog) -> None:
    dead = KafkaLog(log.bootstrap, partitions=1, topic=f"{log.topic}.dlq")
    sink = KafkaEventSink(log.bootstrap, Codec({}, {}))
    admin = KafkaTopicAdmin(log.bootstrap)
    letters = [
        DeadLetter(log.topic, Record(0, offset, b"k", b"v", (), 0), "EVT-001 bad")
        for offset in (3, 4)
    ]

    counts = [admin.dead_letters(log.topic)]
    for batch in (letters, letters, letters[:1]):
        sink.bury(batch)
        counts.append(admin.dead_letters(log.topic))
    dead.append(0, [b"put there by hand"])
    counts.append(admin.dead_letters(log.topic))

    assert counts == [0, 2, 2, 2, 3]
    dead.recreate()
    assert admin.dead_letters(log.topic) == 0
    dead.remove()


@pytest.mark.integration
def test_the_largest_record_that_the_topic_takes_can_be_buried_whole(kafka_bootstrap: str) -> None:
    name = fresh_topic_name()
    contract = type("Fresh", (PreaggRefresh,), {"name": name})
    KafkaStreamingAdmin(kafka_bootstrap).create_topics(declared_with(contract))
    junk = random.Random(0).randbytes(1_048_000)  # nothing that could be compressed
    sink = KafkaEventSink(kafka_bootstrap, Codec({name: contract}, {name: 77}), timeout_s=20)

    sink.bury([DeadLetter(name, Record(0, 0, b"key", junk, (), 0), "EVT-001" + "?" * 1000)])

    dead = KafkaLog.of_existing(kafka_bootstrap, f"{name}.dlq")
    with dead.source.read((OffsetRange(0, 0, 1),)) as records:
        assert [record.value for record in records] == [junk]
    for each in (name, f"{name}.dlq"):
        KafkaLog.of_existing(kafka_bootstrap, each).remove()
