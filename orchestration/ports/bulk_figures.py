"""How many bulk updates wait and run."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class BulkFigures:
    """Bulk updates that are not over: a worker is with them, or they wait for one.

    Those wait too whose worker is dead. Where none waits, the oldest is 0 s old.
    """

    waiting: int
    running: int
    oldest_waiting_age_s: float


class BulkQueue(Protocol):
    """Looks at the table of bulk updates. Raises LedgerUnavailable."""

    def standing(self) -> BulkFigures:
        """How it is now, by the database's clock."""
        ...
