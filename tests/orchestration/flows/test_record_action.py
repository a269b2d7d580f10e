"""Actions on record."""

import pytest

from metamodel.events.platform_audit_event import AuditOutcome, PlatformAuditEvent
from metamodel.kernel.errors import RampartError
from orchestration.flows.record_action import (
    MOST_REASON_CHARS,
    Action,
    NotOnRecord,
    on_record,
    record_action,
)
from tests.fakes.clock import START, FakeClock
from tests.fakes.event_sink import FakeEventSink

DONE = Action("thing.done", "thing", "7", "operator", "because")


class Refused(RampartError):
    """Never passes."""

    code = "TST-003"


class Away(RampartError):
    """May pass."""

    code = "TST-004"
    retryable = True


def act(sink: FakeEventSink, *came_of_it: str, error: Exception | None = None) -> None:
    with on_record(DONE, sink=lambda: sink, clock=FakeClock()) as said:
        said.extend(came_of_it)
        if error is not None:
            raise error


def recorded(sink: FakeEventSink) -> tuple[str, str]:
    (event,) = sink.published[PlatformAuditEvent.name]
    return event["outcome"], event["reason"]


def test_an_action_is_an_event_under_its_actors_key() -> None:
    sink = FakeEventSink()
    action = Action("preagg.rewind", "sensor", "refresh", "operator", "to\nlatest " + "x" * 1000)
    record_action(action, AuditOutcome.SUCCEEDED, "", sink=sink, clock=FakeClock())

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


def test_what_was_done_is_on_record_with_what_came_of_it() -> None:
    sink = FakeEventSink()
    act(sink, "3 sent", "1 kept")
    assert recorded(sink) == ("SUCCEEDED", "because: 3 sent, 1 kept")


def test_nothing_need_be_said_of_it() -> None:
    sink = FakeEventSink()
    act(sink)
    assert recorded(sink) == ("SUCCEEDED", "because")


@pytest.mark.parametrize(("error", "outcome"), [(Refused("no"), "REFUSED"), (Away(), "FAILED")])
def test_what_was_not_done_is_on_record_too(error: RampartError, outcome: str) -> None:
    sink = FakeEventSink()
    with pytest.raises(type(error)):
        act(sink, error=error)
    assert recorded(sink) == (outcome, f"because: {error.code}")


def test_what_was_done_without_a_record_says_so() -> None:
    sink = FakeEventSink()
    sink.down = True
    with pytest.raises(NotOnRecord, match="KAFKA-004"):
        act(sink)


def test_a_fault_is_told_before_that_it_is_not_on_record() -> None:
    sink = FakeEventSink()
    sink.down = True
    with pytest.raises(Refused) as caught:
        act(sink, error=Refused("no"))
    assert any("not on record" in note for note in caught.value.__notes__)


def test_a_sink_is_made_only_when_there_is_something_to_tell() -> None:
    made: list[FakeEventSink] = []

    def sink() -> FakeEventSink:
        made.append(FakeEventSink())
        return made[-1]

    with on_record(DONE, sink=sink, clock=FakeClock()):
        assert made == []
    assert len(made) == 1
