"""What was decided about dead letters: sent again, or given up."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NamedTuple, Protocol

from metamodel.kernel.errors import RampartError


class DispositionsBusy(RampartError):
    """Somebody else is deciding about dead letters at this moment."""

    code = "DLQ-001"
    retryable = True
    hint = "Wait until the other replay or discard has ended; letters would be sent twice."


class Fate(Enum):
    """What became of a letter; one without a fate waits, and so does one in REPLAYING."""

    REPLAYING = "REPLAYING"  # was being sent again: nobody knows whether it went out
    REPLAYED = "REPLAYED"
    DISCARDED = "DISCARDED"


class Slot(NamedTuple):
    """Where a letter lies in its dead-letter topic."""

    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Disposition:
    """The last decision about a letter; `times` counts how often it was sent again from here."""

    fate: Fate
    times: int
    actor: str
    reason: str
    decided_at: datetime


class Dispositions(Protocol):
    """By dead-letter topic and its id: one made anew has letters of its own at the same offsets.

    Raises LedgerUnavailable.
    """

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else decides within the block. Raises DispositionsBusy at once."""
        ...

    def of(self, topic: str) -> Mapping[str, Mapping[Slot, Disposition]]:
        """Everything decided about letters of a topic, by the topic's id."""
        ...

    def decide(self, topic: str, topic_id: str, made: Mapping[Slot, Disposition]) -> None:
        """Remember decisions, all or none, each instead of the one before."""
        ...

    def forget(self, topic: str, topic_id: str, slots: Iterable[Slot]) -> None:
        """They wait again, as if nothing had been decided."""
        ...
