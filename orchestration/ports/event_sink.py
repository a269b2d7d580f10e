"""Events on their way out: what this service announces, and what it could not read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from metamodel.kernel.errors import RampartError
from orchestration.ports.event_source import Record


class EventNotDelivered(RampartError):
    """The broker did not confirm a produced event in time; it may or may not be in the log."""

    code = "KAFKA-004"
    retryable = True
    hint = "Look at the broker; consumers deduplicate by event id, so sending again is safe."


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record that was not understood, and why."""

    topic: str
    record: Record
    reason: str  # one line for people, starts with an error code


class EventSink(Protocol):
    """Publishes with delivery confirmed; raises EventNotDelivered otherwise."""

    def open(self) -> None:
        """Begin connecting, so that the first event need not wait for it; returns at once."""
        ...

    def publish(self, topic: str, payloads: Sequence[dict[str, Any]]) -> None:
        """Encode and send payloads of a registered topic; returns when all are acknowledged."""
        ...

    def bury(self, letters: Sequence[DeadLetter]) -> None:
        """Send records to `<topic>.dlq` unchanged, with headers `dlq.source` and `dlq.reason`."""
        ...
