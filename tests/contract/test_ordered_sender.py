"""The ordered sender's contract, on the fake and on Kafka."""

import os
import random
import signal
from collections.abc import Iterator, Sequence

import pytest
from confluent_kafka import Consumer, TopicPartition

from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.offset_ranges import offsets_between
from presence_api.adapters.ordered_sender_kafka import KafkaOrderedSender
from tests.contract.kafka_log import KafkaLog
from tests.contract.ordered_sender_contract import OrderedSenderContract, SenderUnderTest
from tests.fakes.kafka_mock import KafkaMock, kafka_mock
from tests.fakes.ordered_sender import FakeBroker, FakeOrderedSender


class _Fake:
    topic = "t"
    too_large = b"x" * 101

    def __init__(self) -> None:
        self._broker = FakeBroker(largest_bytes=100)
        self.sender = FakeOrderedSender(self._broker)

    def log(self) -> Sequence[tuple[str, bytes]]:
        logs = self._broker.log.values()
        return [(row.event.key, row.event.value) for log in logs for row in log]

    def silence(self) -> None:
        self._broker.silent = True


class _Mock:
    """The real sender on the client library's own broker, which refuses nothing for its size."""

    topic = "t"
    too_large = b"x" * 9 * 2**20  # for the client

    def __init__(self, broker: KafkaMock) -> None:
        broker.create_topic(self.topic, 1)
        self._broker = broker
        self.sender = KafkaOrderedSender(broker.bootstrap, timeout_s=2)

    def log(self) -> Sequence[tuple[str, bytes]]:
        options = {"bootstrap.servers": self._broker.bootstrap, "group.id": "test"}
        consumer = Consumer(options)
        _, high = consumer.get_watermark_offsets(TopicPartition(self.topic, 0), timeout=5)
        consumer.close()
        source = KafkaEventSource(self._broker.bootstrap, self.topic)
        return keys_and_values(source, (OffsetRange(0, 0, high),) if high else ())

    def silence(self) -> None:
        self._broker.stop()


class _Kafka:
    """Three partitions; a broker may be frozen."""

    too_large = random.Random(0).randbytes(2_000_000)  # nothing that could be compressed

    def __init__(self, stack: Supervisor) -> None:
        self._stack = stack
        self._log = KafkaLog(stack.environment["RAMPART_KAFKA_BOOTSTRAP"])
        self.topic = self._log.topic
        self.sender = KafkaOrderedSender(self._log.bootstrap, timeout_s=2)

    def log(self) -> Sequence[tuple[str, bytes]]:
        source = self._log.source
        return keys_and_values(source, offsets_between({}, dict(source.state().high)))

    def silence(self) -> None:
        self._stack.kill("kafka", signal.SIGSTOP)

    def close(self) -> None:
        self._stack.kill("kafka", signal.SIGCONT)
        self._log.remove()


def keys_and_values(
    source: KafkaEventSource, ranges: Sequence[OffsetRange]
) -> Sequence[tuple[str, bytes]]:
    with source.read(tuple(ranges)) as records:
        return [((item.key or b"").decode(), item.value or b"") for item in records]


class TestFakeOrderedSender(OrderedSenderContract):
    """In memory."""

    @pytest.fixture(autouse=True)
    def under_test(self) -> SenderUnderTest:
        return _Fake()


class TestMockedOrderedSender(OrderedSenderContract):
    """The client's own part."""

    @pytest.fixture(autouse=True)
    def under_test(self) -> Iterator[SenderUnderTest]:
        with kafka_mock() as broker:
            yield _Mock(broker)


@pytest.fixture(scope="module")
def broker() -> Iterator[Supervisor]:
    """Of its own: it is frozen now and then."""
    name = f"test-sender-{os.getpid()}"
    with running_stack(name, components=["kafka"]) as stack:
        yield stack


@pytest.mark.integration
class TestKafkaOrderedSender(OrderedSenderContract):
    """On a broker of its own, which may be frozen."""

    @pytest.fixture(autouse=True)
    def under_test(self, broker: Supervisor) -> Iterator[SenderUnderTest]:
        kafka = _Kafka(broker)
        yield kafka
        kafka.close()
