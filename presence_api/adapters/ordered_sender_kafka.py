"""Events sent to Kafka so that none of a partition overtakes an earlier one.

What keeps the order, tried on a real broker:

- The broker's own check: from an idempotent producer that it knows it takes no batch whose
  predecessor it refused. But from one that it does not know it takes any sequence number: so the
  first event of a partition goes alone, and nothing follows it until it is acknowledged.
- `enable.gapless.guarantee` ends the producer at the first refusal. Alone it is not enough, even
  with one request in flight: the next may be on its way before the client has understood.
- `message.timeout.ms=0`: a message that expires in the client's queue leaves a gap that the
  guarantee does not cover. We count the time ourselves and throw the whole queue away.

A broker forgets a producer that is silent for a day, so each is replaced long before that.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final
from zlib import crc32

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from metamodel.kernel.errors import RampartError
from metamodel.streaming.broker_access import ClientOptions, Refusals
from presence_api.adapters.kafka_access import PLAIN, KafkaAccess
from presence_api.ports.ordered_sender import Delivery, NotAcknowledged
from presence_api.ports.outbox import WaitingEvent

_LOG: Final = logging.getLogger(__name__)
_SLICE_S: Final = 0.2  # how long a refusal, or the wish to stop, may stay unnoticed
_NEW_TOPIC_MS: Final = 5_000  # a broker may not know a topic yet that was created just now
_MOST_MESSAGE_BYTES: Final = 8 * 2**20  # what an event may weigh is its topic's business
_LAST_REPORTS_S: Final = 1.0
_METADATA_S: Final = 2.0
_LIFE_S: Final = 3600.0
_OF_THE_EVENT: Final = frozenset(
    {
        KafkaError.MSG_SIZE_TOO_LARGE,  # the client's word, and the broker's
        KafkaError.RECORD_LIST_TOO_LARGE,
        KafkaError.INVALID_RECORD,
        KafkaError.INVALID_TIMESTAMP,
    }
)
"""Refusals that sending again will not change; all others are the world's fault."""


class KafkaOrderedSender:
    """One producer, opened by the first event, thrown away with its queue after a failure.

    `timeout_s` is how long a broker may acknowledge nothing at all.
    """

    def __init__(
        self,
        bootstrap: str,
        *,
        timeout_s: float = 30.0,
        access: KafkaAccess = PLAIN,
        client_options: ClientOptions | None = None,
    ) -> None:
        self._timeout_s, self._access = timeout_s, access
        self._refusals = Refusals()
        self._producer: Producer | None = None
        self._partitions = _Partitions()
        self._made_at = 0.0
        self._options = {
            "bootstrap.servers": bootstrap,
            "client.id": "rampart-outbox-relay",
            "acks": "all",
            "enable.idempotence": True,
            "enable.gapless.guarantee": True,
            "max.in.flight.requests.per.connection": 1,
            "partitioner": "consistent",  # `_Partitions` counts on it
            "message.timeout.ms": 0,
            "topic.metadata.propagation.max.ms": _NEW_TOPIC_MS,
            "message.max.bytes": _MOST_MESSAGE_BYTES,
            "linger.ms": 0,  # events gather in a batch while the one before is on its way
            "compression.type": "lz4",
            "delivery.report.only.error": True,  # most of what a row costs is its report
            "log_level": 0,  # what the callbacks say is enough
            **(client_options or {}),
        }

    def send(self, events: Sequence[WaitingEvent], keep_on: Callable[[], None]) -> Delivery:
        try:
            producer = self._opened()
        except RampartError as fault:
            return Delivery(fault=fault)
        sending = _Sending(self._refusals, keep_on, self._timeout_s)
        try:
            for wave in self._partitions.waves(producer, events):
                sending.hand_over(producer, wave)
                sending.await_reports(producer)
                if sending.refused:
                    break
        except RampartError as fault:
            sending.fault = fault
        except KafkaException as error:
            sending.fault = self._why(error)
        settled = True
        if sending.fault or sending.refused:
            settled = self._discarded()
        return sending.delivery(settled=settled)

    def discard(self) -> None:
        self._discarded()

    def _opened(self) -> Producer:
        if time.monotonic() - self._made_at > _LIFE_S:
            self._discarded()  # nothing is outstanding between two calls
        if self._producer is None:
            self._refusals, self._partitions = Refusals(), _Partitions()
            self._made_at = time.monotonic()
            # The password is read for each producer: one that was refused may have been rotated.
            options = {**self._options, **self._access.options(), "error_cb": self._refusals.notice}
            self._producer = Producer(options, logger=_LOG)
        return self._producer

    def _why(self, error: KafkaException) -> RampartError:
        try:
            self._refusals.check()
        except RampartError as refused:
            return refused
        return NotAcknowledged("the producer gave up", str(error.args[0]))

    def _discarded(self) -> bool:
        """Throw the producer away; True if it has said of each event what became of it."""
        producer, self._producer = self._producer, None
        if producer is None:
            return True
        producer.purge(in_queue=True, in_flight=True)
        deadline = time.monotonic() + _LAST_REPORTS_S
        while len(producer) and time.monotonic() < deadline:
            try:
                producer.poll(_SLICE_S)
            except KafkaException:
                _LOG.debug("a producer that is thrown away complains", exc_info=True)
        return not len(producer)


class _Partitions:
    """Which partitions know a producer: those that have acknowledged something of it."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._known: set[tuple[str, int]] = set()
        self._complete: set[str] = set()  # topics of which every partition does

    def waves(
        self, producer: Producer, events: Sequence[WaitingEvent]
    ) -> Iterator[Sequence[WaitingEvent]]:
        """The events in one part or two: each is to be acknowledged before the next is asked for.

        Raises NotAcknowledged for a topic that the broker does not know.
        """
        first: dict[tuple[str, int], WaitingEvent] = {}
        rest = []
        for row in events:
            if row.event.topic in self._complete:
                rest.append(row)
                continue
            place = self._place(producer, row)
            if place in self._known or place in first:
                rest.append(row)
            else:
                first[place] = row
        if first:
            yield [*first.values()]
            self._learn(first)
        yield rest

    def _learn(self, places: Iterable[tuple[str, int]]) -> None:
        self._known.update(places)
        known = Counter(topic for topic, _ in self._known)
        self._complete = {topic for topic, count in known.items() if count == self._counts[topic]}

    def _place(self, producer: Producer, row: WaitingEvent) -> tuple[str, int]:
        topic = row.event.topic
        if topic not in self._counts:
            self._counts[topic] = _partition_count(producer, topic)
        return topic, crc32(row.event.key.encode()) % self._counts[topic]


def _partition_count(producer: Producer, topic: str) -> int:
    found = producer.list_topics(topic, timeout=_METADATA_S).topics[topic]
    if found.error is not None or not found.partitions:
        raise NotAcknowledged(topic, str(found.error or "has no partitions"))
    return len(found.partitions)


class _Sending:
    """What became of the events of one call.

    The client reports failures only: what it no longer holds and has not reported is acknowledged.
    """

    def __init__(self, refusals: Refusals, keep_on: Callable[[], None], timeout_s: float) -> None:
        self._refusals, self._keep_on, self._timeout_s = refusals, keep_on, timeout_s
        self._handed: list[int] = []
        self._failed: set[int] = set()
        self.refused: dict[int, str] = {}
        self.fault: RampartError | None = None
        self._held = 0
        self._heard_at = self._asked_at = time.monotonic()
        self._complaint: tuple[str, str] | None = None

    def hand_over(self, producer: Producer, events: Sequence[WaitingEvent]) -> None:
        """Queue events until one is refused by the client itself."""
        for row in events:
            while not self._queued(producer, row):
                self._look(producer)
            if self.refused:
                return  # a later one must not overtake it

    def await_reports(self, producer: Producer) -> None:
        """Wait until the client holds none. Raises NotAcknowledged, AccessRefused."""
        self._heard_at = time.monotonic()
        while len(producer):
            self._look(producer)
            if self._complaint:
                raise NotAcknowledged(*self._complaint)
        if self._complaint:
            raise NotAcknowledged(*self._complaint)

    def delivery(self, *, settled: bool) -> Delivery:
        """What is known; nothing of success unless the client has `settled` everything."""
        known = frozenset(self._handed).difference(self._failed) if settled else frozenset()
        return Delivery(known, self.refused, self.fault)

    def _queued(self, producer: Producer, row: WaitingEvent) -> bool:
        event = row.event
        headers: dict[str, str | bytes | None] = {**event.headers}
        try:
            producer.produce(
                event.topic,
                value=event.value,
                key=event.key,
                headers=headers,
                on_delivery=partial(self._fail, row.seq),
            )
        except BufferError:
            return False
        except KafkaException as error:
            if error.args[0].code() not in _OF_THE_EVENT:
                raise
            self.refused[row.seq] = str(error.args[0])
        else:
            self._handed.append(row.seq)
        return True

    def _look(self, producer: Producer) -> None:
        producer.poll(_SLICE_S)
        now, held = time.monotonic(), len(producer)
        if held != self._held:
            self._heard_at, self._held = now, held
        self._refusals.check()
        if now - self._heard_at > self._timeout_s:
            raise NotAcknowledged(f"{held} events", f"silence for {self._timeout_s} s")
        if now - self._asked_at > 1:
            self._asked_at = now
            self._keep_on()

    def _fail(self, seq: int, error: KafkaError | None, message: Message) -> None:
        if error is None:
            return
        self._failed.add(seq)
        if error.code() in _OF_THE_EVENT:
            self.refused[seq] = str(error)
        elif self._complaint is None:
            self._complaint = (str(message.topic()), str(error))
