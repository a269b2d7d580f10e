"""The consumer group contract, on the fake and on Kafka."""

from collections.abc import Iterator, Sequence

import pytest

from orchestration.adapters.consumer_group_kafka import KafkaConsumerGroup
from orchestration.ports.consumer_group import ConsumerGroup, Place
from orchestration.ports.event_sink import Forwarded
from tests.contract.consumer_group_contract import ConsumerGroupContract, GroupUnderTest
from tests.contract.kafka_log import KafkaLog
from tests.fakes.consumer_group import FakeConsumerGroup, FakeGroupLog
from tests.fakes.event_sink import FakeEventSink

PARTITIONS = 2


class _Fake:
    topic, second = "first.v1", "second.v1"

    def __init__(self) -> None:
        self._log = FakeGroupLog(FakeEventSink(), (self.topic, self.second), PARTITIONS)

    def member(self) -> ConsumerGroup:
        return FakeConsumerGroup(self._log)

    def append(self, place: Place, values: Sequence[bytes], *, key: bytes | None = None) -> None:
        self._log.sink.forward(
            [Forwarded(place.topic, place.partition, key, value, ()) for value in values]
        )

    def delete_before(self, place: Place, offset: int) -> None:
        self._log.low[place] = offset


class _Kafka:
    def __init__(self, logs: Sequence[KafkaLog]) -> None:
        self._logs = {log.topic: log for log in logs}
        self.topic, self.second = self._logs

    def member(self) -> ConsumerGroup:
        bootstrap = self._logs[self.topic].bootstrap
        return KafkaConsumerGroup(bootstrap, f"{self.topic}.members", list(self._logs))

    def append(self, place: Place, values: Sequence[bytes], *, key: bytes | None = None) -> None:
        self._logs[place.topic].append(place.partition, values, key=key)

    def delete_before(self, place: Place, offset: int) -> None:
        self._logs[place.topic].delete_before(place.partition, offset)


class TestFakeConsumerGroup(ConsumerGroupContract):
    """In memory."""

    @pytest.fixture(autouse=True)
    def under_test(self) -> GroupUnderTest:
        return _Fake()


@pytest.mark.integration
class TestKafkaConsumerGroup(ConsumerGroupContract):
    """On topics and a group of its own."""

    @pytest.fixture(autouse=True)
    def under_test(self, kafka_bootstrap: str) -> Iterator[GroupUnderTest]:
        logs = [KafkaLog(kafka_bootstrap, PARTITIONS) for _ in range(2)]
        yield _Kafka(logs)
        for log in logs:
            log.remove()
