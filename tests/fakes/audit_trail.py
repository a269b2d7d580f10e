"""A trail in memory."""

from collections.abc import Sequence
from uuid import UUID

from orchestration.ports.audit_trail import AuditEntry
from orchestration.ports.ledger import LedgerUnavailable


class FakeAuditTrail:
    """`entries` by event id. Switch: `down`."""

    def __init__(self) -> None:
        self.entries: dict[UUID, AuditEntry] = {}
        self.down = False

    def store(self, entries: Sequence[AuditEntry]) -> int:
        if self.down:
            raise LedgerUnavailable("fake, down")
        before = len(self.entries)
        for entry in entries:
            self.entries.setdefault(entry.event_id, entry)
        return len(self.entries) - before
