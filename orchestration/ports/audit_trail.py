"""Who did what: the trail that auditors read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One action of a principal, as its event said."""

    event_id: UUID
    occurred_at: datetime
    actor: str
    action: str
    object_kind: str
    object_id: str
    outcome: str
    reason: str
    tenant: str | None
    operation_id: UUID | None
    source: str  # topic/partition/offset where it was first read


class AuditTrail(Protocol):
    """Only grows. Raises LedgerUnavailable."""

    def store(self, entries: Sequence[AuditEntry]) -> int:
        """Keep entries, all or none; those whose event id is there already are passed over.

        Returns how many are new.
        """
        ...
