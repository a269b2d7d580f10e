"""Parked rows."""

from presence_api.ports.outbox import OutgoingEvent
from presence_api.ports.parked_rows import ParkedRows
from tests.fakes.outbox import FakeOutbox
from tests.fakes.parked_rows import FakeParkedRows


def test_the_fake_shows_what_its_outbox_has_parked() -> None:
    outbox = FakeOutbox()
    (row,) = outbox.insert(OutgoingEvent("t", "k", b"123", {}))
    outbox.parked[row.seq] = "too large"
    rows: ParkedRows = FakeParkedRows(outbox)
    assert [(one.seq, one.value_bytes, one.behind) for one in rows.parked()] == [(row.seq, 3, 0)]
