"""What the audit sink keeps of an event."""

from datetime import UTC, datetime

import pytest

from metamodel.events.platform_audit_event import PlatformAuditEvent
from orchestration.flows.consumed_event import Event
from orchestration.flows.store_audit_events import AUDIT_SINK, store_audit_events
from orchestration.ports.consumer_group import Place
from orchestration.ports.event_source import Record
from orchestration.ports.ledger import LedgerUnavailable
from tests.fakes.audit_trail import FakeAuditTrail
from tests.fakes.consumer_group import FakeFetched

PAYLOAD = PlatformAuditEvent.new(
    datetime(2026, 1, 2, tzinfo=UTC),
    actor="operator",
    action="dlq.replay",
    object_kind="topic",
    object_id="a.b.v1",
    outcome="REFUSED",
    reason="it was replayed three times",
    tenant="ASIA",
    operation_id=None,
)
PLACE = Place(PlatformAuditEvent.name, 0)
EVENT = Event(PAYLOAD, FakeFetched(PLACE, Record(0, 9, None, None, (), 0)), 0)


def test_every_word_of_an_event_is_kept_with_the_place_where_it_was_first() -> None:
    trail = FakeAuditTrail()
    store_audit_events([EVENT, EVENT], trail)
    (kept,) = trail.entries.values()
    words = {name: getattr(kept, name) for name in PAYLOAD}
    assert words == PAYLOAD
    assert kept.source == "platform.audit.event.v1/0/9"


def test_a_trail_that_is_away_is_left_to_whoever_tries_again() -> None:
    trail = FakeAuditTrail()
    trail.down = True
    with pytest.raises(LedgerUnavailable):
        store_audit_events([EVENT], trail)


def test_the_sink_reads_the_retry_topics_too() -> None:
    assert AUDIT_SINK.topics == (PlatformAuditEvent.name, *PlatformAuditEvent.retry_topics())
    assert AUDIT_SINK.group == "rampart.audit-sink"
