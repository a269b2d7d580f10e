"""A sink that keeps what it is given, encoded and decoded as a real one would."""

from collections.abc import Mapping, Sequence
from typing import Any

from metamodel.events.codec import Codec
from metamodel.streaming.topic_configs import LARGEST_LETTER_BYTES
from orchestration.ports.event_sink import (
    DeadLetter,
    EventNotDelivered,
    EventTooLarge,
    Forwarded,
)
from orchestration.ports.event_source import Record


class FakeEventSink:
    """Holds payloads `published` by topic, dead letters `buried`, and the rest `forwarded`.

    Switch: `down`.
    """

    def __init__(self, codec: Codec | None = None) -> None:
        self.codec = codec or Codec.committed()
        self.published: dict[str, list[dict[str, Any]]] = {}
        self.buried: list[DeadLetter] = []
        self.forwarded: list[Forwarded] = []
        self.down = False
        self._logs: dict[str, list[Record]] = {}

    def open(self) -> None:
        pass

    def publish(self, topic: str, payloads: Sequence[Mapping[str, Any]]) -> None:
        contract = self.codec.contract(topic)
        values = [self.codec.encode(topic, payload) for payload in payloads]
        self._require_broker(topic, len(values))
        refused = [len(value) for value in values if len(value) > LARGEST_LETTER_BYTES]
        for payload, value in zip(payloads, values, strict=True):
            if len(value) > LARGEST_LETTER_BYTES:
                continue
            self._append(topic, contract.key(payload).encode(), value, ())
            self.published.setdefault(topic, []).append(self.codec.decode(topic, value))
        if refused:
            raise EventTooLarge(topic, f"{len(refused)} of {len(values)}, {max(refused)} bytes")

    def bury(self, letters: Sequence[DeadLetter]) -> None:
        self._require_broker("dead letters", len(letters))
        for letter in letters:
            record = letter.record
            source = f"{letter.topic}/{record.partition}/{record.offset}"
            notes = (("dlq.source", source.encode()), ("dlq.reason", letter.reason.encode()))
            headers, value = (*record.headers, *notes), record.value
            if value is not None and len(value) > LARGEST_LETTER_BYTES:
                left_out = f"value, {len(value)} bytes"
                headers, value = (*headers, ("dlq.left_out", left_out.encode())), None
            self._append(f"{letter.topic}.dlq", record.key, value, headers)
            self.buried.append(letter)

    def forward(self, records: Sequence[Forwarded]) -> Sequence[int]:
        self._require_broker("forwarded records", len(records))
        refused = []
        for number, item in enumerate(records):
            if item.value is not None and len(item.value) > LARGEST_LETTER_BYTES:
                refused.append(number)
                continue
            self._append(item.topic, item.key, item.value, item.headers, item.partition)
            self.forwarded.append(item)
        return refused

    def log(self, topic: str) -> tuple[Record, ...]:
        """What lies in a topic, dead-letter topics included, without CloudEvents headers."""
        return tuple(self._logs.get(topic, ()))

    def _append(
        self,
        topic: str,
        key: bytes | None,
        value: bytes | None,
        headers: tuple[tuple[str, bytes], ...],
        partition: int = 0,
    ) -> None:
        log = self._logs.setdefault(topic, [])
        offset = sum(item.partition == partition for item in log)
        log.append(Record(partition, offset, key, value, headers, 0))

    def _require_broker(self, topic: str, count: int) -> None:
        if self.down and count:
            raise EventNotDelivered(topic, f"{count} of {count} not acknowledged", "fake, down")
