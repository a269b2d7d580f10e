"""Events sent to Kafka: every one acknowledged by all replicas, or an error."""

import logging
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Final, NamedTuple

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from metamodel.events._cloud_events import cloud_event_headers
from metamodel.events.codec import Codec
from metamodel.streaming.broker_access import AccessRefused, ClientOptions, Refusals
from metamodel.streaming.topic_configs import LARGEST_LETTER_BYTES
from orchestration.adapters.kafka_access import PLAIN, KafkaAccess
from orchestration.adapters.kafka_reading import QUIET_LOG
from orchestration.ports.event_sink import (
    DeadLetter,
    EventNotDelivered,
    EventTooLarge,
    Forwarded,
)

_LOG: Final = logging.getLogger(__name__)
_ROOM_S: Final = 1.0
_SLICE_S: Final = 0.2  # how long a refusal may stay unnoticed
_TOO_LARGE: Final = KafkaError.MSG_SIZE_TOO_LARGE  # the client's word, and the broker's
_ANY: Final = -1  # the partition that the key says
_NEW_TOPIC_S: Final = 5  # a broker may not know a topic yet that was created just now


class _Outgoing(NamedTuple):
    topic: str
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, str | bytes | None]]
    partition: int = _ANY


class KafkaEventSink:
    """One idempotent producer, opened by the first event, thrown away with its queue on a failure.

    `source` names the sending program in CloudEvents headers; `timeout_s` bounds each call.
    """

    def __init__(
        self,
        bootstrap: str,
        codec: Codec,
        *,
        source: str = "/rampart/orchestration",
        timeout_s: float = 30.0,
        access: KafkaAccess = PLAIN,
        client_options: ClientOptions | None = None,
    ) -> None:
        self._codec = codec
        self._source = source
        self._timeout_s = timeout_s
        self._access = access
        self._refusals = Refusals()
        self._producer: Producer | None = None
        self._client = {
            **QUIET_LOG,
            "bootstrap.servers": bootstrap,
            "acks": "all",
            "enable.idempotence": True,
            "delivery.timeout.ms": int(timeout_s * 1000),
            "topic.metadata.propagation.max.ms": int(min(_NEW_TOPIC_S, timeout_s) * 1000),
            "linger.ms": 5,
            "compression.type": "lz4",
            # What an event may weigh is its topic's business; the client's default is below it.
            "message.max.bytes": LARGEST_LETTER_BYTES,
            **(client_options or {}),
        }

    def open(self) -> None:
        if self._producer is None:
            self._refusals = Refusals()
            # The password is read for each producer: one that was refused may have been rotated.
            options = {**self._client, **self._access.options(), "error_cb": self._refusals.notice}
            self._producer = Producer(options, logger=_LOG)

    def renew_credentials(self) -> None:
        """Read the password again, for when the connection has to prove itself again."""
        if self._producer is not None:
            self._access.renew(self._producer)

    def publish(self, topic: str, payloads: Sequence[Mapping[str, object]]) -> None:
        contract = self._codec.contract(topic)
        # All are encoded before the first is sent: a payload that is refused stops the whole call.
        values = [self._codec.encode(topic, payload) for payload in payloads]
        refused = self._send(
            [
                _Outgoing(
                    topic,
                    contract.key(payload).encode(),
                    value,
                    [*cloud_event_headers(contract, payload, self._source)],
                )
                for payload, value in zip(payloads, values, strict=True)
            ]
        )
        if refused:
            largest = max(refused, key=lambda number: len(values[number]))
            raise EventTooLarge(
                topic,
                f"{len(refused)} of {len(values)} refused, the others are acknowledged",
                f"event {payloads[largest]['event_id']} has {len(values[largest])} bytes",
            )

    def bury(self, letters: Sequence[DeadLetter]) -> None:
        for number in self._send([next(_ever_less(letter)) for letter in letters]):
            self._bury_less(letters[number])

    def forward(self, records: Sequence[Forwarded]) -> Sequence[int]:
        return self._send(
            [
                _Outgoing(item.topic, item.key, item.value, [*item.headers], item.partition)
                for item in records
            ]
        )

    def _bury_less(self, letter: DeadLetter) -> None:
        for event in islice(_ever_less(letter), 1, None):
            if not self._send([event]):
                return
        raise EventTooLarge(f"{letter.topic}.dlq", "even without key, value and headers")

    def _send(self, events: Sequence[_Outgoing]) -> Sequence[int]:
        """Send all; the numbers of those refused for their size. The others are acknowledged.

        A broker refuses a whole batch for what is too large in it: one that was refused is halved
        until what is too large is alone. That costs the order of a key, but only there: what was
        refused with it lies behind later events that went in another batch. Among themselves they
        keep their order.
        """
        refused: list[int] = []
        groups: list[Sequence[int]] = [range(len(events))] if events else []
        while groups:
            numbers = groups.pop()
            delivery = self._send_together([events[number] for number in numbers])
            refused += [numbers[place] for place in delivery.refused_here]
            again = [numbers[place] for place in sorted(delivery.refused_there)]
            if len(again) == 1:
                refused += again
            elif again:
                half = len(again) // 2
                groups += [again[half:], again[:half]]  # the last is next
        return sorted(refused)

    def _send_together(self, events: Sequence[_Outgoing]) -> "_Delivery":
        """As few batches as the client makes of it. Raises EventNotDelivered, AccessRefused."""
        self.open()
        delivery = _Delivery(self._timeout_s, self._refusals)
        producer = self._producer
        assert producer is not None  # noqa: S101 - `open` has just made it
        try:
            for number, event in enumerate(events):
                delivery.send(producer, number, event)
            self._flush(producer)
            delivery.require_all()
        except (EventNotDelivered, AccessRefused):
            # Nothing may go out after the caller was told that it failed.
            producer.purge()
            self._producer = None
            raise
        return delivery

    def _flush(self, producer: Producer) -> None:
        """Wait for the acknowledgements, but not for those of a broker that turned us away."""
        deadline = time.monotonic() + self._timeout_s
        while producer.flush(_SLICE_S) and time.monotonic() < deadline:
            self._refusals.check()


class _Delivery:
    """Counts what was handed over and what the broker acknowledged.

    Numbered are the events that were refused for their size: `refused_here` by the client, each for
    itself, `refused_there` by the broker, with all of their batch.
    """

    def __init__(self, room_timeout_s: float, refusals: Refusals) -> None:
        self._room_timeout_s, self._refusals = room_timeout_s, refusals
        self.expected = 0
        self.refused_here: list[int] = []
        self.refused_there: list[int] = []
        self._delivered = 0
        self._fault: tuple[str, str] | None = None

    def send(self, producer: Producer, number: int, event: _Outgoing) -> None:
        """Queue one event, making room by serving reports.

        Raises EventNotDelivered, AccessRefused.
        """
        self.expected += 1
        give_up_at = math.inf
        while True:
            try:
                producer.produce(
                    event.topic,
                    value=event.value,
                    key=event.key,
                    partition=event.partition,
                    headers=event.headers,
                    on_delivery=partial(self._report, number),
                )
            except BufferError:
                now = time.monotonic()
                give_up_at = min(give_up_at, now + self._room_timeout_s)
                if now >= give_up_at:
                    raise EventNotDelivered(event.topic, "the queue stays full") from None
                producer.poll(min(_ROOM_S, give_up_at - now))
                self._refusals.check()
            except KafkaException as error:
                if error.args[0].code() == _TOO_LARGE:
                    self.refused_here.append(number)
                    return
                raise EventNotDelivered(event.topic, str(error.args[0])) from error
            else:
                return

    def require_all(self) -> None:
        """Raise EventNotDelivered unless every event was acknowledged, or refused for its size."""
        refused = len(self.refused_here) + len(self.refused_there)
        missing = self.expected - self._delivered - refused
        if missing:
            where, why = self._fault or ("", "no acknowledgement in time")
            raise EventNotDelivered(where, f"{missing} of {self.expected} not acknowledged", why)

    def _report(self, number: int, error: KafkaError | None, message: Message) -> None:
        if error is None:
            self._delivered += 1
        elif error.code() == _TOO_LARGE:
            self.refused_there.append(number)
        elif self._fault is None:
            self._fault = (str(message.topic()), str(error))


def _ever_less(letter: DeadLetter) -> Iterator[_Outgoing]:
    """The letter whole, then without its value, then with nothing but where it lay and why."""
    record, topic = letter.record, f"{letter.topic}.dlq"
    source = f"{letter.topic}/{record.partition}/{record.offset}"
    notes: list[tuple[str, str | bytes | None]] = [
        ("dlq.source", source.encode()),
        ("dlq.reason", letter.reason.encode()),
    ]
    yield _Outgoing(topic, record.key, record.value, [*record.headers, *notes])
    value = f"value, {len(record.value or b'')} bytes"
    left_out = [*notes, ("dlq.left_out", value.encode())]
    yield _Outgoing(topic, record.key, None, [*record.headers, *left_out])
    left_out = [*notes, ("dlq.left_out", f"key, headers and {value}".encode())]
    yield _Outgoing(topic, None, None, left_out)
