"""Offsets of a Kafka cluster, by its own list of offsets: one request for many partitions."""

from collections.abc import Collection, Mapping
from typing import Final

from confluent_kafka import TopicPartition
from confluent_kafka.admin import AdminClient, ListOffsetsResultInfo, OffsetSpec

from metamodel.streaming.broker_access import ClientOptions
from orchestration.adapters.kafka_access import PLAIN, KafkaAccess
from orchestration.adapters.kafka_admin import KafkaAdmin
from orchestration.adapters.kafka_administering import answer
from orchestration.ports.consumer_group import Place
from orchestration.ports.log_offsets import NEWEST, Extent, Found

_ABOUT: Final = "offsets"
_BEGIN: Final[OffsetSpec] = OffsetSpec.earliest()  # type: ignore[no-untyped-call]
_END: Final[OffsetSpec] = OffsetSpec.latest()  # type: ignore[no-untyped-call]
_LATEST: Final[OffsetSpec] = OffsetSpec.max_timestamp()  # type: ignore[no-untyped-call]


class KafkaLogOffsets:
    """Every request has a limit of `timeout_s`."""

    def __init__(
        self,
        bootstrap: str,
        *,
        timeout_s: float = 30.0,
        access: KafkaAccess = PLAIN,
        client_options: ClientOptions | None = None,
    ) -> None:
        self._timeout_s = timeout_s
        self._kafka = KafkaAdmin(
            bootstrap, access, timeout_s=timeout_s, client_options=client_options
        )

    def extents(self, topics: Collection[str]) -> Mapping[Place, Extent]:
        with self._kafka.asking(_ABOUT) as admin:
            known = admin.list_topics(timeout=self._timeout_s).topics
            places = [
                Place(topic, partition)
                for topic in topics
                if topic in known
                for partition in known[topic].partitions
            ]
            low = self._listed(admin, dict.fromkeys(places, _BEGIN))
            high = self._listed(admin, dict.fromkeys(places, _END))
        return {item: Extent(low[item].offset, high[item].offset) for item in places}

    def at(self, moments: Mapping[Place, int]) -> Mapping[Place, Found]:
        specs = {place: _spec(moment) for place, moment in moments.items()}
        with self._kafka.asking(_ABOUT) as admin:
            listed = self._listed(admin, specs)
        return {
            place: Found(item.offset, item.timestamp)
            for place, item in listed.items()
            if item.offset >= 0
        }

    def _listed(
        self, admin: AdminClient, specs: Mapping[Place, OffsetSpec]
    ) -> dict[Place, ListOffsetsResultInfo]:
        if not specs:
            return {}
        wanted = {TopicPartition(at.topic, at.partition): spec for at, spec in specs.items()}
        asked = admin.list_offsets(wanted, request_timeout=self._timeout_s)
        return {
            Place(at.topic, at.partition): answer(future, self._timeout_s)
            for at, future in asked.items()
        }


def _spec(moment: int) -> OffsetSpec:
    if moment == NEWEST:
        return _LATEST
    first: OffsetSpec = OffsetSpec.for_timestamp(moment)
    return first
