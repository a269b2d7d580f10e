"""Kafka as a person looks at it: brokers, topics, groups, dead letters, what was said last."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Final

from metamodel.events._catalogue import topics
from metamodel.events.codec import Codec
from metamodel.kernel.errors import RampartError
from ops.monitoring.parts.consumer_groups import LAG_RECORDS, LAG_SECONDS, STATE, ConsumerGroups
from ops.monitoring.parts.dead_letters import WAITING, DeadLetters
from ops.monitoring.sources import Sources
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.adapters.kafka_access import KafkaAccess
from orchestration.adapters.kafka_admin import KafkaAdmin
from orchestration.ports.consumer_group import Place
from orchestration.ports.event_source import OffsetRange, Record
from orchestration.ports.log_offsets import Extent

TIMEOUT_S: Final = 5.0
NEWEST: Final = 3  # records of each topic that are shown


@dataclass(frozen=True, slots=True)
class BrokerRow:
    """One broker that answers."""

    id: int
    address: str
    controller: bool


@dataclass(frozen=True, slots=True)
class TopicRow:
    """What a topic holds."""

    topic: str
    partitions: int
    records: int


@dataclass(frozen=True, slots=True)
class GroupRow:
    """How far a group is behind in one topic."""

    group: str
    state: str
    topic: str
    lag_records: int
    lag_s: float


@dataclass(frozen=True, slots=True)
class EventRow:
    """A record as this code reads it; without a payload if it cannot."""

    topic: str
    place: str  # partition/offset
    at_ms: int
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class StreamingView:
    """One look; `blind` names what could not be looked at, and why."""

    brokers: Sequence[BrokerRow]
    topics: Sequence[TopicRow]
    groups: Sequence[GroupRow]
    dead_letters: Mapping[str, int]
    newest: Sequence[EventRow]
    blind: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return asdict(self)


class StreamingLook:
    """Looks at a cluster; each part by itself, so that one that fails hides no other."""

    def __init__(self, sources: Sources, bootstrap: str, access: KafkaAccess, codec: Codec) -> None:
        self._sources, self._bootstrap, self._access = sources, bootstrap, access
        self._admin = KafkaAdmin(bootstrap, access, timeout_s=TIMEOUT_S)
        self._codec = codec
        self._groups, self._letters = ConsumerGroups(sources), DeadLetters(sources)

    def look(self) -> StreamingView:
        """How it is now; parts are looked at side by side, for a dead broker lets each wait."""
        blind: dict[str, str] = {}

        def seen(part: str, call: Any, nothing: Any) -> Any:
            try:
                return call()
            except RampartError as error:
                blind[part] = error.explain()
                return nothing

        with ThreadPoolExecutor() as pool:
            asked = pool.submit(seen, "topics", self._held, {})
            brokers = pool.submit(seen, "brokers", self._brokers, ())
            groups = pool.submit(seen, "groups", self._group_rows, ())
            letters = pool.submit(seen, "dead letters", self._dead_letters, {})
            held = asked.result()
            newest = [
                row
                for name, places in held.items()
                for row in seen(name, partial(self._newest, name, places), ())
            ]
        return StreamingView(
            brokers=brokers.result(),
            topics=[_topic_row(name, places) for name, places in sorted(held.items())],
            groups=groups.result(),
            dead_letters=letters.result(),
            newest=sorted(newest, key=lambda row: row.at_ms),
            blind=blind,
        )

    def _brokers(self) -> Sequence[BrokerRow]:
        with self._admin.asking("brokers") as admin:
            found = admin.list_topics(timeout=TIMEOUT_S)
        return [
            BrokerRow(item.id, f"{item.host}:{item.port}", item.id == found.controller_id)
            for item in sorted(found.brokers.values(), key=lambda item: item.id)
        ]

    def _held(self) -> Mapping[str, Mapping[Place, Extent]]:
        found: dict[str, dict[Place, Extent]] = {}
        for place, extent in self._sources.log.extents(list(topics())).items():
            found.setdefault(place.topic, {})[place] = extent
        return found

    def _group_rows(self) -> Sequence[GroupRow]:
        states: dict[str, str] = {}
        records: dict[tuple[str, str], float] = {}
        seconds: dict[tuple[str, str], float] = {}
        for sample in (sample for metric in self._groups.look() for sample in metric.samples):
            labels = sample.labels
            if sample.name == STATE.name and sample.value:
                states[labels["group"]] = labels["state"]
            elif sample.name == LAG_RECORDS.name:
                key = (labels["group"], labels["topic"])
                records[key] = records.get(key, 0) + sample.value
            elif sample.name == LAG_SECONDS.name:
                key = (labels["group"], labels["topic"])
                seconds[key] = max(seconds.get(key, 0), sample.value)
        return [
            GroupRow(group, states.get(group, "UNKNOWN"), topic, int(lag), seconds.get(key, 0))
            for key, lag in sorted(records.items())
            for group, topic in [key]
        ]

    def _dead_letters(self) -> Mapping[str, int]:
        samples = [sample for metric in self._letters.look() for sample in metric.samples]
        return {
            sample.labels["topic"]: int(sample.value)
            for sample in samples
            if sample.name == WAITING.name
        }

    def _newest(self, topic: str, places: Mapping[Place, Extent]) -> Sequence[EventRow]:
        ranges = tuple(
            OffsetRange(place.partition, max(extent.low, extent.high - NEWEST), extent.high)
            for place, extent in places.items()
            if extent.high > extent.low
        )
        source = KafkaEventSource(self._bootstrap, topic, timeout_s=TIMEOUT_S, access=self._access)
        with source.read(ranges) as records:
            found = sorted(records, key=lambda item: item.timestamp_ms)
        return [self._row(topic, item) for item in found[-NEWEST:]]

    def _row(self, topic: str, record: Record) -> EventRow:
        try:
            payload = self._codec.decode(topic, record.value)
            shown = {key: value for key, value in payload.items() if value is not None}
            words = ", ".join(
                f"{key} {value}" for key, value in shown.items() if key != "occurred_at"
            )
        except RampartError as error:
            words = error.explain()
        key = (record.key or b"").decode(errors="replace")
        place = f"{record.partition}/{record.offset}"
        return EventRow(topic, place, record.timestamp_ms, key, words)


def _topic_row(topic: str, places: Mapping[Place, Extent]) -> TopicRow:
    records = sum(extent.high - extent.low for extent in places.values())
    return TopicRow(topic, len(places), records)
