"""Actions on record."""

from metamodel.events.platform_audit_event import AuditOutcome, PlatformAuditEvent
from orchestration.flows.record_action import MOST_REASON_CHARS, record_action
from tests.fakes.clock import START, FakeClock
from tests.fakes.event_sink import FakeEventSink


def test_an_action_is_an_event_under_its_actors_key() -> None:
    sink = FakeEventSink()
    record_action(
        "preagg.rewind",
        "sensor",
        "refresh",
        actor="operator",
        outcome=AuditOutcome.SUCCEEDED,
        reason="to\nlatest " + "x" * 1000,
        sink=sink,
        clock=FakeClock(),
    )
    (event,) = sink.published[PlatformAuditEvent.name]
    assert (event["actor"], event["action"], event["outcome"]) == (
        "operator",
        "preagg.rewind",
        "SUCCEEDED",
    )
    assert (event["object_kind"], event["object_id"]) == ("sensor", "refresh")
    assert event["occurred_at"] == START
    assert event["reason"].startswith("to latest x")
    assert len(event["reason"]) == MOST_REASON_CHARS
    assert sink.log(PlatformAuditEvent.name)[0].key == b"operator"
