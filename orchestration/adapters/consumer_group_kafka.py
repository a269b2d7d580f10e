"""One member of a Kafka consumer group, in the broker's own group protocol (KIP-848)."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from metamodel.streaming.broker_access import AccessRefused, ClientOptions, Refusals
from orchestration.adapters.bounded_commit import BoundedCommit
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.adapters.kafka_access import PLAIN, KafkaAccess
from orchestration.adapters.kafka_reading import QUIET_LOG, record
from orchestration.ports.consumer_group import Fetched, GroupUnavailable, Place, Polled
from orchestration.ports.event_source import (
    EventSourceUnavailable,
    OffsetRange,
    Record,
    TopicMissing,
)

_LOG: Final = logging.getLogger(__name__)
_BATCH: Final = 500
_PREFETCH_KIB: Final = "16384"  # bounds memory however far behind we are
_ALL_DOWN: Final = KafkaError._ALL_BROKERS_DOWN  # noqa: SLF001 - librdkafka's own codes
# The group has moved on without us: what we settled comes again at somebody else's.
_NO_LONGER_OURS: Final = frozenset(
    {
        KafkaError.ILLEGAL_GENERATION,
        KafkaError.UNKNOWN_MEMBER_ID,
        KafkaError.REBALANCE_IN_PROGRESS,
        KafkaError.FENCED_INSTANCE_ID,
        KafkaError.STALE_MEMBER_EPOCH,
        KafkaError._STATE,  # noqa: SLF001
        KafkaError._NO_OFFSET,  # noqa: SLF001
        KafkaError._ASSIGNMENT_LOST,  # noqa: SLF001
    }
)


class KafkaConsumerGroup:
    """A member that reads `topics`, each from its beginning where nothing was committed.

    Partitions of one number go to one member, as long as all topics have equally many: whoever
    reads a partition of a topic has those of its retry topics too. `timeout_s` bounds each call.
    """

    def __init__(
        self,
        bootstrap: str,
        group: str,
        topics: Sequence[str],
        *,
        timeout_s: float = 10.0,
        access: KafkaAccess = PLAIN,
        client_options: ClientOptions | None = None,
    ) -> None:
        self._group, self._timeout_s = group, timeout_s
        self._access, self._refusals, self._down = access, Refusals(), False
        self._owned: set[Place] = set()
        self._held: set[Place] = set()
        self._arrived: set[Place] = set()
        self._left: set[Place] = set()
        self._joined = False
        self._positions = _Positions(self._committed, self._begins)
        self._places: dict[tuple[str, int | None], Place] = {}
        self._source: Callable[[str], KafkaEventSource] = lambda topic: KafkaEventSource(
            bootstrap, topic, group=group, timeout_s=timeout_s, access=access
        )
        options: dict[str, Any] = {
            **QUIET_LOG,
            "bootstrap.servers": bootstrap,
            **access.options(),
            "group.id": group,
            "group.protocol": "consumer",
            "group.remote.assignor": "range",
            "enable.auto.commit": False,
            "enable.auto.offset.store": False,
            "auto.offset.reset": "earliest",
            "queued.max.messages.kbytes": _PREFETCH_KIB,
            "socket.timeout.ms": int(timeout_s * 1000),
            "error_cb": self._notice,
            **(client_options or {}),
        }
        self._consumer = Consumer(options, logger=_LOG)
        self._bounded_commit = BoundedCommit(
            lambda places: self._consumer.commit(offsets=[*places], asynchronous=False), timeout_s
        )
        self._consumer.subscribe(
            list(topics), on_assign=self._assigned, on_revoke=self._revoked, on_lost=self._revoked
        )

    def poll(self, *, budget_s: float) -> Polled:
        self._require_broker(budget_s)
        try:
            messages = self._consumer.consume(_BATCH, timeout=budget_s)
        except KafkaException as error:
            raise GroupUnavailable(self._group, str(error.args[0])) from error
        self._check_access()
        fetched = self._records(messages)
        arrived, left = frozenset(self._arrived), frozenset(self._left)
        self._arrived, self._left = set(), set()
        return Polled(fetched, arrived, left, self._joined, self._positions.lost())

    def hold(self, places: Collection[Place]) -> None:
        wanted = self._owned & set(places)
        stop, go = wanted - self._held, (self._held - wanted) & self._owned
        self._held = wanted
        if stop:
            self._consumer.pause([_partition(place) for place in stop])
        if go:
            self._consumer.resume([_partition(place) for place in go])

    def commit(self, positions: Mapping[Place, int]) -> None:
        places = [
            TopicPartition(place.topic, place.partition, offset)
            for place, offset in positions.items()
            if place in self._owned
        ]
        if not places:
            return
        try:
            answered = self._bounded_commit(places)
        except TimeoutError as error:
            raise GroupUnavailable(self._group, str(error)) from error
        except KafkaException as error:
            self._pass_over(error.args[0])
            return
        for item in answered:
            if item.error is not None:
                self._pass_over(item.error)

    def unsettled_keys(self, place: Place) -> Sequence[bytes | None]:
        source = self._source(place.topic)
        try:
            state = source.state()
            start = max(self._committed(place), state.low[place.partition])
            end = state.high[place.partition]
            with source.read((OffsetRange(place.partition, start, end),)) as records:
                return [item.key for item in records]
        except (EventSourceUnavailable, TopicMissing) as error:
            raise GroupUnavailable(str(place), str(error)) from error

    def close(self) -> None:
        self._consumer.close()

    def _committed(self, place: Place) -> int:
        try:
            (found,) = self._consumer.committed([_partition(place)], timeout=self._timeout_s)
        except KafkaException as error:
            raise GroupUnavailable(str(place), str(error.args[0])) from error
        return int(found.offset)  # negative where nothing was committed

    def _begins(self, place: Place) -> int:
        try:
            low, _ = self._consumer.get_watermark_offsets(
                _partition(place), timeout=self._timeout_s, cached=False
            )
        except KafkaException as error:
            raise GroupUnavailable(str(place), str(error.args[0])) from error
        return int(low)

    def _check_access(self) -> None:
        """Raises AccessRefused; the client itself tries again, with the password as it is now."""
        try:
            self._refusals.check()
        except AccessRefused:
            self._access.renew(self._consumer)
            raise

    def _require_broker(self, budget_s: float) -> None:
        self._check_access()
        if self._down:
            try:
                self._consumer.list_topics(timeout=max(budget_s, 0.1))
            except KafkaException as error:
                self._check_access()
                raise GroupUnavailable(self._group, str(error.args[0])) from error
            self._down = False

    def _records(self, messages: Sequence[Message]) -> Sequence[Fetched]:
        places, before = self._places, None
        found: list[_Fetched] = []
        for message in messages:
            fault = message.error()
            if fault is not None:
                _LOG.warning("%s: %s", self._group, fault)  # the client tries again by itself
                continue
            lies = (str(message.topic()), message.partition())
            place = places.get(lies)
            if place is None:
                place = places[lies] = Place(lies[0], int(lies[1] or 0))
            item = _Fetched(message, place)
            if place is not before:  # records of a place come together
                if before is not None:
                    self._positions.leave(before, found[-1].offset)
                self._positions.come(place, item.offset)
                before = place
            found.append(item)
        if before is not None:
            self._positions.leave(before, found[-1].offset)
        return found

    def _pass_over(self, error: KafkaError) -> None:
        if error.code() not in _NO_LONGER_OURS:
            raise GroupUnavailable(self._group, str(error))
        _LOG.info("%s: a position was not committed: %s", self._group, error)

    def _assigned(self, _: Consumer, partitions: list[TopicPartition]) -> None:
        self._joined = True
        came = {Place(item.topic, item.partition) for item in partitions}
        self._owned |= came
        self._arrived |= came
        self._held -= came  # a partition comes back without the pause that it left with

    def _revoked(self, _: Consumer, partitions: list[TopicPartition]) -> None:
        went = {Place(item.topic, item.partition) for item in partitions}
        self._owned -= went
        self._held -= went
        self._positions.forget(went)
        self._arrived -= went
        self._left |= went

    def _notice(self, error: KafkaError) -> None:
        self._refusals.notice(error)
        self._down |= error.code() == _ALL_DOWN


class _Positions:
    """Where the next record of each place should lie, so that what retention took is noticed.

    A gap is no loss if compaction or a transaction's end is why; the log's beginning tells.
    """

    def __init__(self, committed: Callable[[Place], int], begins: Callable[[Place], int]) -> None:
        self._committed, self._begins = committed, begins
        self._next: dict[Place, int] = {}
        self._gaps: dict[Place, tuple[int | None, int]] = {}  # looked into by `lost`

    def come(self, place: Place, offset: int) -> None:
        """Records of a place begin at an offset."""
        expected = self._next.get(place)
        if expected != offset:
            self._gaps.setdefault(place, (expected, offset))

    def leave(self, place: Place, offset: int) -> None:
        """They end with one."""
        self._next[place] = offset + 1

    def forget(self, places: Collection[Place]) -> None:
        """They are another member's now."""
        for place in places:
            self._next.pop(place, None)
            self._gaps.pop(place, None)

    def lost(self) -> Mapping[Place, int]:
        """How many offsets were gone before we read them; a gap nobody can look into now, later."""
        found = {}
        for place, (expected, offset) in list(self._gaps.items()):
            try:
                start = self._committed(place) if expected is None else expected
                begins = self._begins(place) if 0 <= start < offset else start
            except GroupUnavailable as error:
                _LOG.info("%s: not known yet whether records were lost: %s", place, error)
                continue
            del self._gaps[place]
            if (count := min(begins, offset) - start) > 0:
                found[place] = count
        return found


def _partition(place: Place) -> TopicPartition:
    return TopicPartition(place.topic, place.partition)


class _Fetched:
    """A message; its headers and its time cost more than all the rest, and are rarely asked for."""

    __slots__ = ("_message", "key", "offset", "place", "value")

    def __init__(self, message: Message, place: Place) -> None:
        self.place = place
        self.offset: int = message.offset()  # type: ignore[assignment]  # it is a record's
        self.key: bytes | None = message.key()
        self.value: bytes | None = message.value()
        self._message = message

    @property
    def record(self) -> Record:
        return record(self._message)
