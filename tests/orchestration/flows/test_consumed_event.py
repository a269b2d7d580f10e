"""An event, and the record it came in."""

from datetime import UTC, datetime

from metamodel.events.failure_notes import NAMES, FailureNote
from metamodel.events.platform_audit_event import PlatformAuditEvent
from orchestration.flows.consumed_event import Event
from orchestration.ports.consumer_group import Place
from orchestration.ports.event_source import Record
from tests.fakes.consumer_group import FakeFetched

MOMENT = datetime(2026, 1, 2, tzinfo=UTC)
PAYLOAD = PlatformAuditEvent.new(MOMENT, actor="a")
NOTE = FailureNote(
    topic="a.v1",
    partition=1,
    offset=7,
    timestamp_ms=0,
    group="g",
    attempts=2,
    first_failed_at=MOMENT,
    last_failed_at=MOMENT,
    fault="LDG-001",
    message="away",
    trace_hash="",
    payload_sha256="",
    service_version="1",
)


def event(headers: tuple[tuple[str, bytes], ...], stage: int = 0) -> Event:
    record = Record(1, 9, b"key", b"value", headers, 0)
    note = NOTE if stage else None
    return Event(PAYLOAD, FakeFetched(Place("a.v1", 1), record), stage, note)


def test_it_knows_its_record_and_where_it_lies() -> None:
    found = event(())
    assert (found.event_id, found.payload) == (PAYLOAD["event_id"], PAYLOAD)
    assert (found.key, found.record.offset, str(found.place)) == (b"key", 9, "a.v1/1")
    assert (found.source, found.note) == ("a.v1/1/9", None)


def test_its_source_is_the_first_place_also_if_it_was_sent_to_the_topic_again() -> None:
    assert event(NOTE.headers()).source == "a.v1/1/7"
    assert event((), stage=1).source == "a.v1/1/7"


def test_a_note_in_the_topic_itself_that_cannot_be_read_says_nothing() -> None:
    assert event(((NAMES["topic"], b"a.v1"),)).source == "a.v1/1/9"
