"""Events on their way out: what this service announces, and what it could not read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from metamodel.kernel.errors import RampartError
from orchestration.ports.event_source import Record

MOST_REASON_BYTES = 1024
"""A record may be repeated in the words about it; they must not be why it cannot be buried."""


class EventNotDelivered(RampartError):
    """The broker did not confirm a produced event in time; it may or may not be in the log."""

    code = "KAFKA-004"
    retryable = True
    hint = "Look at the broker; consumers deduplicate by event id, so sending again is safe."


class EventTooLarge(EventNotDelivered):
    """The client or the broker refuses an event for its size."""

    code = "KAFKA-006"
    retryable = False
    hint = "Say less in the event, or raise the topic's `max.message.bytes`."


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record that was not understood, and why."""

    topic: str
    record: Record
    reason: str  # for people, starts with an error code; cut to MOST_REASON_BYTES

    def __post_init__(self) -> None:
        encoded = self.reason.encode()
        if len(encoded) > MOST_REASON_BYTES:
            kept = encoded[: MOST_REASON_BYTES - len("…".encode())].decode(errors="ignore")
            object.__setattr__(self, "reason", f"{kept}…")


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A record on its way to a partition of another topic, as it is."""

    topic: str
    partition: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


class EventSink(Protocol):
    """Publishes with delivery confirmed; raises EventNotDelivered or AccessRefused otherwise."""

    def open(self) -> None:
        """Begin connecting, so that the first event need not wait for it; returns at once."""
        ...

    def publish(self, topic: str, payloads: Sequence[dict[str, Any]]) -> None:
        """Encode and send payloads of a registered topic; returns when all are acknowledged.

        Raises EventTooLarge for one that will never be taken.
        """
        ...

    def bury(self, letters: Sequence[DeadLetter]) -> None:
        """Send records to `<topic>.dlq` unchanged, with headers `dlq.source` and `dlq.reason`.

        Of one that is too large even so, the header `dlq.left_out` says what was left out.
        """
        ...

    def forward(self, records: Sequence[Forwarded]) -> Sequence[int]:
        """Send records unchanged to where they say; the numbers of those refused for their size.

        Returns when all others are acknowledged.
        """
        ...
