"""Rows of the outbox that a broker refuses for what they are, as an operator sees them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """A row that waits for a decision, and how many of its key wait behind it."""

    seq: int
    topic: str
    key: str
    value_bytes: int
    parked_at: datetime
    reason: str
    behind: int


class ParkedRows(Protocol):
    """Raises OutboxUnavailable."""

    def parked(self) -> Sequence[ParkedRow]:
        """All of them, in their order."""
        ...

    def release(self, seqs: Collection[int]) -> Collection[int]:
        """Let the relay try these again; those of them that were parked."""
        ...

    def discard(self, seqs: Collection[int]) -> Collection[int]:
        """Give these events up, and let go what waits behind; those of them that were parked."""
        ...
