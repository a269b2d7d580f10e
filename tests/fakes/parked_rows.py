"""Parked rows of an outbox in memory."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from presence_api.ports.parked_rows import ParkedRow
from tests.fakes.outbox import FakeOutbox

PARKED_AT = datetime(2026, 1, 1, tzinfo=UTC)


class FakeParkedRows:
    """Of a fake outbox."""

    def __init__(self, outbox: FakeOutbox) -> None:
        self.outbox = outbox

    def parked(self) -> Sequence[ParkedRow]:
        return [self._row(seq) for seq in sorted(self.outbox.parked)]

    def release(self, seqs: Collection[int]) -> Collection[int]:
        found = self.outbox.parked.keys() & set(seqs)
        for seq in found:
            del self.outbox.parked[seq]
        return found

    def discard(self, seqs: Collection[int]) -> Collection[int]:
        found = self.release(seqs)
        for seq in found:
            del self.outbox.rows[seq]
        return found

    def _row(self, seq: int) -> ParkedRow:
        row = self.outbox.rows[seq]
        behind = sum(
            other.track == row.track and other.seq > seq for other in self.outbox.rows.values()
        )
        event = row.event
        size, reason = len(event.value), self.outbox.parked[seq]
        return ParkedRow(seq, event.topic, event.key, size, PARKED_AT, reason, behind)
