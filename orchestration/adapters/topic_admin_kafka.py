"""Topics on a broker, measured: how many records are buried."""

from typing import Final

from metamodel.streaming.broker_access import ClientOptions
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.adapters.kafka_access import PLAIN, KafkaAccess
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.offset_ranges import offsets_between

_GROUP: Final = "rampart.topic-admin"  # a reader has to name one; nothing is committed for it


class KafkaTopicAdmin:
    """Changes nothing. `timeout_s` bounds each call to the broker.

    Raises EventSourceUnavailable, TopicMissing and AccessRefused as the event source does.
    """

    def __init__(
        self,
        bootstrap: str,
        *,
        timeout_s: float = 30.0,
        access: KafkaAccess = PLAIN,
        client_options: ClientOptions | None = None,
    ) -> None:
        self._bootstrap, self._access = bootstrap, access
        self._timeout_s = timeout_s
        self._options = dict(client_options or {})
        self._buried: dict[str, _Buried] = {}

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
