"""The event sink contract, on the fake and on Kafka."""

from collections.abc import Iterator, Sequence

import pytest

from metamodel.events.codec import Codec
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.ports.event_source import Record
from orchestration.ports.offset_ranges import offsets_between
from tests.contract.event_sink_contract import EventSinkContract, SinkUnderTest
from tests.contract.kafka_log import KafkaLog
from tests.fakes.event_sink import FakeEventSink


class _Fake:
    """The fake with the platform's own topics."""

    topic = PreaggRefresh.name

    def __init__(self) -> None:
        self.sink = FakeEventSink()
        self.codec = self.sink.codec

    def log(self, topic: str) -> Sequence[Record]:
        return self.sink.log(topic)


class _Kafka:
    """A sink whose only topic has the fields of a refresh request under a name of its own."""

    def __init__(self, log: KafkaLog) -> None:
        self._log = log
        self.topic = log.topic
        contract = type("Requests", (PreaggRefresh,), {"name": log.topic})
        self.codec = Codec({log.topic: contract}, {log.topic: 77})
        self.sink = KafkaEventSink(log.bootstrap, self.codec, timeout_s=20)

    def log(self, topic: str) -> Sequence[Record]:
        source = self._log.source_of(topic)
        with source.read(offsets_between({}, dict(source.state().high))) as records:
            return list(records)


class TestFakeEventSink(EventSinkContract):
    """In memory."""

    @pytest.fixture(autouse=True)
    def under_test(self) -> SinkUnderTest:
        return _Fake()


@pytest.mark.integration
class TestKafkaEventSink(EventSinkContract):
    """On topics of its own."""

    @pytest.fixture(autouse=True)
    def under_test(self, kafka_bootstrap: str) -> Iterator[SinkUnderTest]:
        log = KafkaLog(kafka_bootstrap)
        dead = KafkaLog(kafka_bootstrap, partitions=1, topic=f"{log.topic}.dlq")
        yield _Kafka(log)
        log.remove()
        dead.remove()
