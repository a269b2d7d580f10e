"""A topic of its own on a real broker, and the rights to do to it what production would."""

import itertools
import os
from collections.abc import Sequence
from typing import Any, Self

from confluent_kafka import Producer, TopicCollection, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewPartitions, NewTopic

from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.adapters.group_positions_kafka import KafkaGroupPositions
from orchestration.ports.consumer_group import Place
from orchestration.ports.event_source import Record
from orchestration.ports.offset_ranges import offsets_between
from tests.eventually import eventually

_NUMBERS = itertools.count(1)
_TIMEOUT_S = 20.0


def fresh_topic_name() -> str:
    """A name that no other test and no other run uses."""
    return f"test.{os.getpid()}.{next(_NUMBERS)}.v1"


class KafkaLog:
    """A fresh topic; the caller removes it with `remove`."""

    def __init__(self, bootstrap: str, partitions: int = 3, topic: str | None = None) -> None:
        self.bootstrap = bootstrap
        self.topic = topic or fresh_topic_name()
        self._admin = AdminClient({"bootstrap.servers": bootstrap})
        if partitions:
            self._create(partitions)
        self.source = self.source_of(self.topic)

    @classmethod
    def of_existing(cls, bootstrap: str, topic: str) -> Self:
        """A topic that somebody else created."""
        return cls(bootstrap, 0, topic)

    def source_of(self, topic: str) -> KafkaEventSource:
        """A source with a group of its own."""
        return KafkaEventSource(
            self.bootstrap, topic, group=f"{self.topic}.group", timeout_s=_TIMEOUT_S
        )

    def missing(self) -> KafkaEventSource:
        return self.source_of(f"{self.topic}.absent")

    def append(
        self,
        partition: int,
        values: Sequence[bytes | None],
        *,
        key: bytes | None = None,
        headers: tuple[tuple[str, bytes], ...] = (),
        timestamp_ms: int | None = None,
    ) -> None:
        producer = Producer({"bootstrap.servers": self.bootstrap, "acks": "all"})
        for value in values:
            producer.produce(
                self.topic,
                value=value,
                key=key,
                headers=list(headers),
                partition=partition,
                timestamp=timestamp_ms or 0,
            )
        assert producer.flush(_TIMEOUT_S) == 0

    def append_transaction(self, partition: int, values: Sequence[bytes]) -> None:
        options = {"bootstrap.servers": self.bootstrap, "transactional.id": self.topic}
        producer = Producer(options)
        producer.init_transactions(_TIMEOUT_S)
        end = self._end(partition) + len(values) + 1
        producer.begin_transaction()
        for value in values:
            producer.produce(self.topic, value=value, partition=partition)
        producer.commit_transaction(_TIMEOUT_S)
        eventually(lambda: self._end(partition), end.__le__, "the transaction's control record")

    def _end(self, partition: int) -> int:
        return self.source.state().high[partition]

    def delete_before(self, partition: int, offset: int) -> None:
        _done(self._admin.delete_records([TopicPartition(self.topic, partition, offset)]))

    def recreate(self) -> None:
        self.remove()
        self._create(3)

    def add_partitions(self, number: int) -> None:
        total = len(self.source.state().high) + number
        _done(self._admin.create_partitions([NewPartitions(self.topic, total)]))

    def records(self) -> list[Record]:
        """All there are, each partition's in its order."""
        with self.source.read(offsets_between({}, dict(self.source.state().high))) as found:
            return list(found)

    def committed(self) -> dict[int, int]:
        groups = KafkaGroupPositions(self.bootstrap, timeout_s=_TIMEOUT_S)
        places = [Place(self.topic, partition) for partition in self.source.state().high]
        found = groups.positions(f"{self.topic}.group", places)
        return {place.partition: offset for place, offset in found.items()}

    def remove(self) -> None:
        """Delete the topic."""
        _done(self._admin.delete_topics([self.topic], operation_timeout=_TIMEOUT_S))

    def _create(self, partitions: int) -> None:
        new = NewTopic(self.topic, partitions, 1)
        _done(self._admin.create_topics([new], operation_timeout=_TIMEOUT_S))
        eventually(self._described, bool, "the topic in the broker's metadata")

    def _described(self) -> bool:
        asked = self._admin.describe_topics(TopicCollection([self.topic]))
        return asked[self.topic].exception(timeout=_TIMEOUT_S) is None


def _done(futures: dict[Any, Any]) -> None:
    for future in futures.values():
        future.result(timeout=_TIMEOUT_S)
