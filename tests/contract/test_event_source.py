"""The event source contract, on the fake and on Kafka."""

from collections.abc import Iterator, Sequence

import pytest

from orchestration.ports.event_source import EventSource
from tests.contract.event_source_contract import EventLog, EventSourceContract
from tests.contract.kafka_log import KafkaLog
from tests.fakes.event_source import FakeEventSource


class _FakeLog:
    """Writes to the fake as a producer would."""

    def __init__(self) -> None:
        self.source = FakeEventSource()

    def missing(self) -> EventSource:
        source = FakeEventSource()
        source.exists = False
        return source

    def append(
        self,
        partition: int,
        values: Sequence[bytes | None],
        *,
        key: bytes | None = None,
        headers: tuple[tuple[str, bytes], ...] = (),
        timestamp_ms: int | None = None,
    ) -> None:
        for value in values:
            self.source.append(
                value, partition=partition, key=key, headers=headers, timestamp_ms=timestamp_ms
            )

    def append_transaction(self, partition: int, values: Sequence[bytes]) -> None:
        self.append(partition, values)
        self.source.append_control(partition)

    def delete_before(self, partition: int, offset: int) -> None:
        self.source.delete_before(partition, offset)

    def recreate(self) -> None:
        self.source.recreate(3)

    def add_partitions(self, number: int) -> None:
        self.source.add_partitions(number)

    def committed(self) -> dict[int, int]:
        return self.source.committed


class TestFakeEventSource(EventSourceContract):
    """In memory."""

    @pytest.fixture(autouse=True)
    def log(self) -> EventLog:
        return _FakeLog()


@pytest.mark.integration
class TestKafkaEventSource(EventSourceContract):
    """On a topic of its own."""

    @pytest.fixture(autouse=True)
    def log(self, kafka_bootstrap: str) -> Iterator[EventLog]:
        log = KafkaLog(kafka_bootstrap)
        yield log
        log.remove()
