"""How much waits for the relay."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class OutboxFigures:
    """Rows that no broker has acknowledged; an empty outbox is 0 s old."""

    rows: int
    oldest_age_s: float


class Outbox(Protocol):
    """Looks at the table of events to be sent. Raises LedgerUnavailable."""

    def backlog(self) -> OutboxFigures:
        """What waits now, by the database's clock."""
        ...
