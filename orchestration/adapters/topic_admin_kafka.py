"""The stack's topics on a broker: created from their files, and measured."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from typing import Any, Final

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.cimpl import NewTopic

from metamodel.events._contract import Topic
from metamodel.kernel.errors import RampartError
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.adapters.kafka_access import PLAIN, ClientOptions, KafkaAccess
from orchestration.adapters.kafka_admin import KafkaAdmin
from orchestration.adapters.kafka_reading import translated
from orchestration.ports.event_sink import LARGEST_LETTER_BYTES
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.offset_ranges import offsets_between

_BROKER_DEFAULT: Final = -1
_GROUP: Final = "rampart.topic-admin"  # a reader has to name one; nothing is committed for it


class TopicNotCreated(RampartError):
    """The broker refused to create a topic."""

    code = "KAFKA-005"
    hint = "Read the broker's reason: a right that is missing, or more replicas than brokers."


class KafkaTopicAdmin:
    """Creates what is missing, never changes what exists; `replication` -1: the broker's default.

    Raises EventSourceUnavailable, TopicMissing and AccessRefused as the event source does.
    """

    def __init__(
        self,
        bootstrap: str,
        *,
        replication: int = _BROKER_DEFAULT,
        timeout_s: float = 30.0,
        access: KafkaAccess = PLAIN,
        client_options: ClientOptions | None = None,
    ) -> None:
        self._bootstrap, self._access = bootstrap, access
        self._replication = replication
        self._timeout_s = timeout_s
        self._options = dict(client_options or {})
        self._admin = KafkaAdmin(
            bootstrap, access, timeout_s=timeout_s, client_options=self._options
        )
        self._buried: dict[str, _Buried] = {}

    def create_missing(self, topics: Iterable[type[Topic]]) -> tuple[str, ...]:
        """Create each topic with its retry and dead-letter topics; the names that were new."""
        wanted = [new for topic in topics for new in self._wanted(topic)]
        if not wanted:
            return ()
        with self._admin.asking("create topics") as admin:
            asked = admin.create_topics(wanted, request_timeout=self._timeout_s)
            return tuple(name for name, future in sorted(asked.items()) if self._made(name, future))

    def lag(self, topic: str, position: Mapping[int, int]) -> int:
        """Offsets between `position` and the end of `topic`; a partition without one counts whole.

        Control records and compacted ones are counted too.
        """
        state = self._source(topic).state()
        begin = {item: max(position.get(item, low), low) for item, low in state.low.items()}
        return sum(len(part) for part in offsets_between(begin, dict(state.high)))

    def group_position(self, group: str, topic: str) -> dict[int, int]:
        """What `group` committed for `topic`, by partition; nothing where it never did."""
        return dict(self._source(topic, group=group).committed())

    def dead_letters(self, topic: str) -> int:
        """How many different records of `topic` are in its dead-letter topic.

        A record that was buried twice counts once. Only what is new is read on a later call.
        """
        source = self._source(f"{topic}.dlq")
        state = source.state()
        known = self._buried.get(topic)
        if known is None or known.topic_id != state.topic_id:
            known = self._buried[topic] = _Buried(state.topic_id)
        begin = {item: max(known.next.get(item, low), low) for item, low in state.low.items()}
        known.read(source, offsets_between(begin, dict(state.high)))
        known.next = dict(state.high)
        return len(known.sources)

    def _source(self, topic: str, group: str = _GROUP) -> KafkaEventSource:
        return KafkaEventSource(
            self._bootstrap,
            topic,
            group=group,
            timeout_s=self._timeout_s,
            access=self._access,
            client_options=self._options,
        )

    def _wanted(self, topic: type[Topic]) -> list[NewTopic]:
        counts = {topic.name: topic.partitions, **dict.fromkeys(topic.retry_topics(), 1)}
        wanted = [NewTopic(name, count, self._replication) for name, count in counts.items()]
        if topic.failure.dead_letter:
            room = {"max.message.bytes": str(LARGEST_LETTER_BYTES)}
            wanted.append(NewTopic(topic.dead_letter_topic(), 1, self._replication, config=room))
        return wanted

    def _made(self, name: str, future: "Future[Any]") -> bool:
        with translated(name):
            try:
                future.result(timeout=self._timeout_s + 1)
            except KafkaException as error:
                code = error.args[0].code()
                if code == KafkaError.TOPIC_ALREADY_EXISTS:
                    return False
                if code < 0:  # the client's own codes: the broker was not reached
                    raise
                raise TopicNotCreated(name, str(error.args[0])) from error
        return True


class _Buried:
    """The dead letters of one topic as far as they were read."""

    def __init__(self, topic_id: str) -> None:
        self.topic_id = topic_id
        self.next: dict[int, int] = {}
        self.sources: set[bytes] = set()

    def read(self, source: KafkaEventSource, ranges: tuple[OffsetRange, ...]) -> None:
        with source.read(ranges) as records:
            for record in records:
                place = f"{source.topic}/{record.partition}/{record.offset}".encode()
                self.sources.add(dict(record.headers).get("dlq.source", place))
