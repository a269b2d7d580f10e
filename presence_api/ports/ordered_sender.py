"""Events on their way to the broker, in the order in which they are handed over."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from metamodel.kernel.errors import RampartError
from presence_api.ports.outbox import WaitingEvent


class NotAcknowledged(RampartError):
    """The broker did not acknowledge events in time; they may or may not be in the log."""

    code = "OBX-002"
    retryable = True
    hint = "Look at the broker and at the topic; the rows stay in the outbox and are sent again."


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of a call. Events are named by `seq`; what is in no field may be in the log.

    `refused` are those the broker or the client will not take for what they are, or for what else
    was in their batch, each with the reason.
    """

    acknowledged: frozenset[int] = frozenset()
    refused: Mapping[int, str] = field(default_factory=dict)
    fault: RampartError | None = None


class OrderedSender(Protocol):
    """Sends to all in-sync replicas. Of a track, none is in the log before an earlier one.

    After a fault or a refusal whatever was not acknowledged is not sent any more, but for the one
    request that may be on its way; it holds events that follow those in the log without a gap.
    """

    def send(self, events: Sequence[WaitingEvent], keep_on: Callable[[], None]) -> Delivery:
        """Send, and wait for every acknowledgement.

        `keep_on` is called about once a second; a RampartError that it raises ends the wait and is
        the fault.
        """
        ...

    def discard(self) -> None:
        """Throw away the producer with its queue."""
        ...
