"""The contract of offsets and groups, on the fakes and on the embedded broker."""

from collections.abc import Iterator

import pytest
from confluent_kafka import Consumer, TopicPartition

from orchestration.adapters.group_positions_kafka import KafkaGroupPositions
from orchestration.adapters.log_offsets_kafka import KafkaLogOffsets
from orchestration.ports.consumer_group import Place
from tests.contract.kafka_log import KafkaLog
from tests.contract.log_offsets_contract import (
    GroupPositionsContract,
    LogOffsetsContract,
    LogUnderTest,
)
from tests.fakes.group_positions import FakeGroupPositions
from tests.fakes.log_offsets import FakeLogOffsets


class _Fake:
    """In memory."""

    def __init__(self) -> None:
        self.log, self.groups = FakeLogOffsets(), FakeGroupPositions()
        self.place, self.group = Place("some.topic.v1", 0), "some.group"
        self.log.high[self.place] = 0

    def append(self, timestamp_ms: int) -> None:
        self.log.append(self.place, timestamp_ms)

    def commit(self, offset: int) -> None:
        self.groups.commit(self.group, self.place, offset)

    def begin_at(self, offset: int) -> None:
        self.log.low[self.place] = offset
        kept = self.log.records[self.place]
        self.log.records[self.place] = [item for item in kept if item.offset >= offset]


class _Kafka:
    """A topic of its own on a broker."""

    def __init__(self, kafka: KafkaLog) -> None:
        self.kafka = kafka
        self.log = KafkaLogOffsets(kafka.bootstrap, timeout_s=20)
        self.groups = KafkaGroupPositions(kafka.bootstrap, timeout_s=20)
        self.place, self.group = Place(kafka.topic, 0), f"{kafka.topic}.group"

    def append(self, timestamp_ms: int) -> None:
        self.kafka.append(0, [b"x"], timestamp_ms=timestamp_ms)

    def commit(self, offset: int) -> None:
        consumer = Consumer({"bootstrap.servers": self.kafka.bootstrap, "group.id": self.group})
        place = TopicPartition(self.kafka.topic, 0, offset)
        consumer.commit(offsets=[place], asynchronous=False)
        consumer.close()

    def begin_at(self, offset: int) -> None:
        self.kafka.delete_before(0, offset)


class TestFakeLogOffsets(LogOffsetsContract, GroupPositionsContract):
    """In memory."""

    @pytest.fixture(autouse=True)
    def under_test(self) -> LogUnderTest:
        return _Fake()


@pytest.mark.integration
class TestKafkaLogOffsets(LogOffsetsContract, GroupPositionsContract):
    """On the embedded broker."""

    @pytest.fixture(autouse=True)
    def under_test(self, kafka_bootstrap: str) -> Iterator[LogUnderTest]:
        kafka = KafkaLog(kafka_bootstrap, partitions=1)
        yield _Kafka(kafka)
        kafka.remove()
