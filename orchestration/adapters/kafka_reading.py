"""One consumer at explicit positions of one topic: what reading by position stands on."""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Self, cast

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from metamodel.streaming.broker_access import ClientOptions, Refusals, RightMissing
from orchestration.adapters.kafka_access import await_access
from orchestration.adapters.kafka_administering import NOT_ALLOWED
from orchestration.ports.event_source import (
    EventSourceUnavailable,
    OffsetRange,
    OffsetsGone,
    Record,
    TopicMissing,
)

Headers = tuple[tuple[str, bytes], ...]  # as a consumer gets them; the type stub is wider

# The client logs each refused connection, several a second; our errors say it once.
QUIET_LOG: Final[ClientOptions] = {"log_level": 2}

_LOG: Final = logging.getLogger(__name__)
_PREFETCH_KIB: Final = "16384"  # bounds memory however long the range is
_NO_TOPIC: Final = frozenset(
    {
        KafkaError.UNKNOWN_TOPIC_OR_PART,
        KafkaError._UNKNOWN_TOPIC,  # noqa: SLF001 - librdkafka's own codes begin with `_`
        KafkaError._UNKNOWN_PARTITION,  # noqa: SLF001
    }
)
# A leader is being chosen: after a topic was created, or a broker went away.
ELECTING: Final = frozenset(
    {
        KafkaError.NOT_LEADER_FOR_PARTITION,
        KafkaError.LEADER_NOT_AVAILABLE,
        KafkaError.OFFSET_NOT_AVAILABLE,  # chosen, and does not know yet what the others have
    }
)
ELECTION_S: Final = 0.05
_END: Final = KafkaError._PARTITION_EOF  # noqa: SLF001
_OUT_OF_RANGE: Final = KafkaError._AUTO_OFFSET_RESET  # noqa: SLF001
_ALL_DOWN: Final = KafkaError._ALL_BROKERS_DOWN  # noqa: SLF001


@contextmanager
def translated(topic: str) -> Iterator[None]:
    """Turns the client's errors into TopicMissing or EventSourceUnavailable."""
    try:
        yield
    except KafkaException as error:
        raise _ours(topic, error.args[0]) from error
    except TimeoutError as error:
        raise EventSourceUnavailable(topic, "no answer in time") from error


class Reading:
    """A consumer that is nobody's group member; closed by its `with` block.

    The broker holds a fetch that finds nothing for `fetch_wait_ms`; only after it comes the mark
    that a partition ended, which is the one sign of trailing control records.
    """

    def __init__(
        self, client: ClientOptions, topic: str, *, group: str, timeout_s: float, fetch_wait_ms: int
    ) -> None:
        self.topic = topic
        self._timeout_s = timeout_s
        self._down: KafkaError | None = None
        self._refusals = Refusals()
        self._required: tuple[OffsetRange, ...] = ()
        options: dict[str, Any] = {
            **QUIET_LOG,
            **client,
            "group.id": group,  # the client wants one; it is never joined
            "session.timeout.ms": int(timeout_s * 1000),  # bounds the wait for its coordinator
            "enable.auto.commit": False,
            "auto.offset.reset": "error",
            "enable.partition.eof": True,
            "fetch.wait.max.ms": fetch_wait_ms,
            "queued.max.messages.kbytes": _PREFETCH_KIB,
            "error_cb": self._notice,
        }
        self._consumer = Consumer(options, logger=_LOG)
        if "security.protocol" in client:
            self._require_access()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._consumer.close()

    def watermarks(self, partitions: Iterable[int]) -> dict[int, tuple[int, int]]:
        """First offset held and offset after the last, by partition, asked from the broker now."""
        deadline = time.monotonic() + self._timeout_s
        with translated(self.topic):
            return {item: self._watermarks(item, deadline) for item in partitions}

    def offsets_at(self, partitions: Iterable[int], timestamp_ms: int) -> dict[int, int]:
        """First offset at or after a moment, by partition; nothing where there is none."""
        asked = [TopicPartition(self.topic, item, timestamp_ms) for item in partitions]
        with translated(self.topic):
            found = self._consumer.offsets_for_times(asked, timeout=self._timeout_s)
        for item in found:
            if item.error is not None:
                raise _ours(self.topic, item.error)
        return {item.partition: item.offset for item in found if item.offset >= 0}

    def committed(self, partitions: Iterable[int]) -> dict[int, int]:
        """The position that was last committed for the group; nothing where there is none."""
        asked = [TopicPartition(self.topic, item) for item in partitions]
        with translated(self.topic):
            found = self._consumer.committed(asked, timeout=self._timeout_s)
        return {item.partition: item.offset for item in found if item.offset >= 0}

    def commit(self, position: Mapping[int, int]) -> None:
        """Commit a position for the group.

        Not by the admin client: its requests to a coordinator that goes away abort the whole
        process (librdkafka #4605, seen with 2.16).
        """
        places = [TopicPartition(self.topic, item, at) for item, at in position.items()]
        with translated(self.topic):
            for item in self._consumer.commit(offsets=places, asynchronous=False):
                if item.error is not None:
                    raise _ours(self.topic, item.error)

    def require(self, ranges: Iterable[OffsetRange]) -> None:
        """Raise OffsetsGone(topic, *ranges) with every part of `ranges` that is not on the broker.

        An empty range [n, n) stands for the position n: it may lie anywhere the log reaches.
        """
        self._required = tuple(ranges)
        marks = self.watermarks({item.partition for item in self._required})
        lost = [part for item in self._required for part in _lost(item, *marks[item.partition])]
        if lost:
            raise OffsetsGone(self.topic, *lost)

    def start_at(self, position: Mapping[int, int]) -> None:
        """Read from `position` on, whatever was read before."""
        places = [TopicPartition(self.topic, item, at) for item, at in position.items()]
        with translated(self.topic):
            self._consumer.assign(places)
            self._consumer.resume(places)  # what is finished stays so through an assignment

    def finish(self, partition: int) -> None:
        """Fetch no more of `partition`."""
        with translated(self.topic):
            self._consumer.pause([TopicPartition(self.topic, partition)])

    def first(self, wait_s: float) -> list[Message]:
        """The next message as soon as there is one, or nothing after `wait_s`."""
        with translated(self.topic):
            message = self._consumer.poll(wait_s)
        return self._checked([] if message is None else [message])

    def batch(self, count: int, wait_s: float) -> list[Message]:
        """Up to `count` messages. Fewer only after the whole of `wait_s`, so keep that short."""
        with translated(self.topic):
            messages = self._consumer.consume(count, wait_s)
        return self._checked(messages)

    def require_broker(self) -> None:
        """Raise EventSourceUnavailable if no broker could be reached since the last call.

        Raises AccessRefused if one could, and turned us away.
        """
        self._refusals.check()
        down, self._down = self._down, None
        if down is not None:
            raise EventSourceUnavailable(self.topic, str(down))

    def _require_access(self) -> None:
        try:
            with translated(self.topic):
                await_access(self._consumer, self._refusals, timeout_s=self._timeout_s)
        except BaseException:
            self._consumer.close()
            raise

    def _watermarks(self, partition: int, deadline: float) -> tuple[int, int]:
        place = TopicPartition(self.topic, partition)
        while True:
            try:
                return self._consumer.get_watermark_offsets(
                    place, timeout=self._timeout_s, cached=False
                )
            except KafkaException as error:
                if error.args[0].code() not in ELECTING or time.monotonic() > deadline:
                    raise
            time.sleep(ELECTION_S)

    def _checked(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            error = message.error()
            if error is None or error.code() == _END:
                continue
            if error.code() == _OUT_OF_RANGE:
                self.require(self._required)  # retention passed us since the last look
            raise _ours(self.topic, error)
        return messages

    def _notice(self, error: KafkaError) -> None:
        self._refusals.notice(error)
        if error.code() == _ALL_DOWN:
            self._down = error


class Patience:
    """A limit on time spent waiting for the broker; the caller's own time does not count."""

    def __init__(self, topic: str, limit_s: float) -> None:
        self._topic = topic
        self._limit_s = limit_s
        self._waited_s = 0.0

    @contextmanager
    def wait(self) -> Iterator[None]:
        """Counts the time of its block. Raises EventSourceUnavailable when the limit is reached."""
        began = time.monotonic()
        yield
        self._waited_s += time.monotonic() - began
        if self._waited_s > self._limit_s:
            raise EventSourceUnavailable(self._topic, f"not read within {self._limit_s} s")


def place(message: Message) -> tuple[int, int]:
    """Partition and offset of a message; of an end-of-partition mark: where reading stands."""
    partition, offset = message.partition(), message.offset()
    if partition is None or offset is None:
        raise EventSourceUnavailable(str(message.topic()), "a message without a place")
    return partition, offset


def record(message: Message) -> Record:
    """The message as the port knows it."""
    partition, offset = place(message)
    return Record(
        partition=partition,
        offset=offset,
        key=message.key(),
        value=message.value(),
        headers=tuple(cast("Headers", message.headers() or ())),
        timestamp_ms=message.timestamp()[1],
    )


def _ours(topic: str, error: KafkaError) -> TopicMissing | RightMissing | EventSourceUnavailable:
    if error.code() in _NO_TOPIC:
        return TopicMissing(topic)
    if error.code() in NOT_ALLOWED:
        return RightMissing(topic, str(error.str()))
    return EventSourceUnavailable(topic, str(error))


def _lost(wanted: OffsetRange, low: int, high: int) -> Iterator[OffsetRange]:
    if wanted.start < low:
        end = min(low, wanted.end) if len(wanted) else low
        yield OffsetRange(wanted.partition, wanted.start, end)
    if wanted.end > high:
        start = max(high, wanted.start) if len(wanted) else high
        yield OffsetRange(wanted.partition, start, wanted.end)
