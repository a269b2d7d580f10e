"""Topics read by one instance alone: every partition, from a moment on, in no group.

Everything here happens in one thread of its own, for a consumer may not be closed while it reads.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Final, TypeVar

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from metamodel.events.codec import UndecodableEvent
from metamodel.kernel.clock import Clock
from metamodel.streaming.broker_access import ClientOptions, CredentialsMissing
from presence_api.adapters.kafka_access import PLAIN, KafkaAccess
from presence_api.ports.event_log import EventLogUnavailable, LogEvent, LogRead

_LOG: Final = logging.getLogger(__name__)
_BATCH: Final = 500
_LOOK_S: Final = 5.0  # after which a broker that hangs is found out, and a new partition
_END: Final = KafkaError._PARTITION_EOF  # noqa: SLF001 - librdkafka's own codes
_ALL_DOWN: Final = KafkaError._ALL_BROKERS_DOWN  # noqa: SLF001
Decode = Callable[[str, bytes | None, float], LogEvent | None]
Place = tuple[str, int]
T = TypeVar("T")


class KafkaEventLog:
    """Begins with what was written `since_s` seconds ago; `timeout_s` bounds each call.

    `decode` is told topic, value and when the record was written, seconds since 1970.
    """

    def __init__(
        self,
        bootstrap: str,
        topics: Sequence[str],
        decode: Decode,
        clock: Clock,
        *,
        since_s: float,
        timeout_s: float = 2.0,
        access: KafkaAccess = PLAIN,
        client_options: ClientOptions | None = None,
    ) -> None:
        self._bootstrap, self._topics, self._decode = bootstrap, topics, decode
        self._clock, self._since_s, self._timeout_s = clock, since_s, timeout_s
        self._access, self._client_options = access, client_options or {}
        self._consumer: Consumer | None = None
        self._next: dict[Place, int] = {}
        self._wanted: dict[Place, int] | None = None  # how far it has to be to be current
        self._looked_at = 0.0
        self._down: KafkaError | None = None
        self._thread = ThreadPoolExecutor(1, "event log")

    async def read(self, budget_s: float) -> LogRead:
        return await self._in_thread(partial(self._read, budget_s))

    async def close(self) -> None:
        await self._in_thread(self._close)
        self._thread.shutdown(wait=False)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _read(self, budget_s: float) -> LogRead:
        try:
            with self._translated():
                self._require_broker()  # before anything is taken that would be lost by it
                consumer = self._opened()
                messages = self._messages(consumer, budget_s)
        except EventLogUnavailable:
            self._wanted = None
            raise
        return self._understood(messages)

    def _opened(self) -> Consumer:
        if self._consumer is None:
            self._consumer = Consumer(
                {
                    "log_level": 2,  # refused connections come several a second; we say it once
                    **self._access.options(),
                    **self._client_options,
                    "bootstrap.servers": self._bootstrap,
                    "group.id": "rampart.presence",  # the client wants one; it is never joined
                    "enable.auto.commit": False,
                    "auto.offset.reset": "earliest",
                    "enable.partition.eof": True,
                    "fetch.wait.max.ms": 100,
                    "socket.timeout.ms": int(self._timeout_s * 1000),
                    "queued.max.messages.kbytes": "4096",
                    "error_cb": self._notice,
                },
                logger=_LOG,
            )
        if self._wanted is None or time.monotonic() - self._looked_at > _LOOK_S:
            self._look(self._consumer)
        return self._consumer

    def _look(self, consumer: Consumer) -> None:
        """Find partitions that are new here, and how far the log goes."""
        places = [place for topic in self._topics for place in self._partitions(consumer, topic)]
        new = [place for place in places if place not in self._next]
        if new or self._wanted is None:
            self._wanted = {place: self._mark(consumer, place) for place in places}
        if new:  # the ends were asked for first: what comes meanwhile lies behind them
            self._next.update(self._beginnings(consumer, new, self._wanted))
            consumer.assign([TopicPartition(*place, at) for place, at in self._next.items()])
        self._looked_at, self._down = time.monotonic(), None  # what it complained of is over

    def _partitions(self, consumer: Consumer, topic: str) -> Iterator[Place]:
        found = consumer.list_topics(topic, timeout=self._timeout_s).topics[topic]
        if found.error is not None:
            raise EventLogUnavailable(topic, str(found.error))
        return ((topic, number) for number in found.partitions)

    def _beginnings(
        self, consumer: Consumer, places: Sequence[Place], ends: Mapping[Place, int]
    ) -> dict[Place, int]:
        """Where what is young enough begins; at the `ends` where nothing is."""
        since_ms = int((self._clock.now().timestamp() - self._since_s) * 1000)
        asked = [TopicPartition(*place, since_ms) for place in places]
        found = consumer.offsets_for_times(asked, timeout=self._timeout_s)
        for one in found:
            if one.error is not None:
                raise EventLogUnavailable(one.topic, str(one.error))
        at = {(one.topic, one.partition): one.offset for one in found}
        return {place: at[place] if at[place] >= 0 else ends[place] for place in places}

    def _mark(self, consumer: Consumer, place: Place) -> int:
        """Offset after the last record, asked now."""
        marks = consumer.get_watermark_offsets(
            TopicPartition(*place), timeout=self._timeout_s, cached=False
        )
        if marks is None:
            raise EventLogUnavailable(f"{place[0]}/{place[1]}", "no answer in time")
        return marks[1]

    def _messages(self, consumer: Consumer, budget_s: float) -> list[Message]:
        first = consumer.poll(budget_s)
        return [] if first is None else [first, *consumer.consume(_BATCH - 1, 0)]

    def _understood(self, messages: Sequence[Message]) -> LogRead:
        events, unreadable = [], 0
        for message in messages:
            topic, partition, offset = message.topic(), message.partition(), message.offset()
            error = message.error()
            if error is not None and error.code() != _END:
                self._down = error
                continue
            if topic is None or partition is None or offset is None:
                continue
            self._next[topic, partition] = offset + (error is None)
            if error is not None:
                continue
            try:
                event = self._decode(topic, message.value(), message.timestamp()[1] / 1000)
            except UndecodableEvent as fault:
                _LOG.warning("%s/%d at %d is passed over: %s", topic, partition, offset, fault)
                unreadable += 1
                continue
            if event is not None:
                events.append(event)
        wanted = (self._wanted or {}).items()
        behind = sum(max(0, end - self._next[place]) for place, end in wanted)
        return LogRead(events, current=behind == 0, unreadable=unreadable, behind=behind)

    def _require_broker(self) -> None:
        down, self._down = self._down, None
        if down is not None:
            raise EventLogUnavailable(", ".join(self._topics), str(down))

    def _notice(self, error: KafkaError) -> None:
        if error.code() == _ALL_DOWN:
            self._down = error

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except KafkaException as error:
            raise EventLogUnavailable(", ".join(self._topics), str(error.args[0])) from error
        except CredentialsMissing as error:
            raise EventLogUnavailable(", ".join(self._topics), str(error)) from error

    def _close(self) -> None:
        if self._consumer is not None:
            self._consumer.close()
            self._consumer = None
