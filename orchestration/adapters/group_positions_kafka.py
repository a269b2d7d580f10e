"""Consumer groups of a Kafka cluster: listed by its brokers, positions as their readers see them.

Positions are asked for by a consumer that never joins, not by the admin client: its requests to a
coordinator that goes away abort the whole process (librdkafka #4605, seen with 2.16).
"""

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from confluent_kafka import Consumer, ConsumerGroupState, KafkaError, KafkaException, TopicPartition

from metamodel.kernel.errors import RampartError
from metamodel.streaming.broker_access import ClientOptions, Refusals
from orchestration.adapters.kafka_access import PLAIN, KafkaAccess, await_access
from orchestration.adapters.kafka_admin import KafkaAdmin
from orchestration.adapters.kafka_administering import answer
from orchestration.adapters.kafka_reading import QUIET_LOG, translated
from orchestration.ports.consumer_group import Place
from orchestration.ports.group_positions import ConsumerGroup, GroupInUse

_LOG: Final = logging.getLogger(__name__)
_ABOUT: Final = "consumer groups"
_OF_MEMBERS: Final = frozenset(
    {
        KafkaError.UNKNOWN_MEMBER_ID,
        KafkaError.ILLEGAL_GENERATION,
        KafkaError.STALE_MEMBER_EPOCH,
        KafkaError.REBALANCE_IN_PROGRESS,
    }
)
_MEMBERLESS: Final = frozenset({ConsumerGroupState.EMPTY, ConsumerGroupState.DEAD})


class KafkaGroupPositions:
    """A consumer a group is kept while it works; every request has a limit of `timeout_s`."""

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
        self._admin = KafkaAdmin(
            bootstrap, access, timeout_s=timeout_s, client_options=client_options
        )
        self._consumers: dict[str, Consumer] = {}

    def groups(self, prefixes: Collection[str]) -> Sequence[ConsumerGroup]:
        with self._admin.asking(_ABOUT) as admin:
            asked = admin.list_consumer_groups(request_timeout=self._timeout_s)
            listed = answer(asked, self._timeout_s)
            for error in listed.errors:  # a broker did not answer: its groups were not seen
                raise error if isinstance(error, KafkaException) else KafkaException(error)
        return [
            ConsumerGroup(
                item.group_id,
                joins=not item.is_simple_consumer_group,
                has_members=item.state not in _MEMBERLESS,
            )
            for item in sorted(listed.valid, key=lambda item: item.group_id)
            if item.group_id.startswith(tuple(prefixes))
        ]

    def positions(self, group: str, places: Collection[Place]) -> Mapping[Place, int]:
        wanted = [TopicPartition(item.topic, item.partition) for item in places]
        with self._asking(group) as consumer:
            found = consumer.committed(wanted, timeout=self._timeout_s)
            for item in found:
                if item.error is not None:
                    raise KafkaException(item.error)
        return {
            Place(item.topic, item.partition): item.offset for item in found if item.offset >= 0
        }

    def move(self, group: str, positions: Mapping[Place, int]) -> None:
        if not positions:
            return  # the client would commit what it read itself, and has read nothing
        wanted = [TopicPartition(*place, at) for place, at in positions.items()]
        with self._asking(group) as consumer, _in_use(group):
            for item in consumer.commit(offsets=wanted, asynchronous=False):
                if item.error is not None:
                    raise KafkaException(item.error)

    @contextmanager
    def _asking(self, group: str) -> Iterator[Consumer]:
        try:
            with translated(f"group {group}"):
                yield self._consumer(group)
        except RampartError:
            spoiled = self._consumers.pop(group, None)
            if spoiled is not None:
                spoiled.close()
            raise

    def _consumer(self, group: str) -> Consumer:
        if group not in self._consumers:
            refusals = Refusals()
            options: dict[str, Any] = {
                **QUIET_LOG,
                "bootstrap.servers": self._bootstrap,
                **self._access.options(),
                **self._options,
                "group.id": group,
                "session.timeout.ms": int(self._timeout_s * 1000),  # bounds the coordinator's wait
                "enable.auto.commit": False,
                "error_cb": refusals.notice,
            }
            consumer = Consumer(options, logger=_LOG)
            if self._access.secured:
                await_access(consumer, refusals, timeout_s=self._timeout_s)
            self._consumers[group] = consumer
        return self._consumers[group]


@contextmanager
def _in_use(group: str) -> Iterator[None]:
    try:
        yield
    except KafkaException as error:
        if error.args[0].code() in _OF_MEMBERS:
            raise GroupInUse(group, str(error.args[0])) from error
        raise
