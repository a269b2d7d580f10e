import pytest

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from orchestration.ports.event_sink import DeadLetter, EventNotDelivered, EventSink
from orchestration.ports.event_source import Record
from tests.fakes.event_sink import FakeEventSink

LETTER = DeadLetter("t.v1", Record(0, 3, None, b"x", (), 0), "EVT-001 wrong magic byte")


def test_sending_again_is_safe_so_the_error_says_it_may_be_retried() -> None:
    assert EventNotDelivered.retryable


def test_a_letter_says_why_it_is_dead() -> None:
    assert LETTER.reason.startswith("EVT-001")
    assert LETTER.record.offset == 3


def test_the_fake_is_a_sink_that_confirms_or_raises() -> None:
    fake = FakeEventSink()
    sink: EventSink = fake
    sink.publish(PreaggRefresh.name, [])
    fake.down = True

    with pytest.raises(EventNotDelivered):
        sink.bury([LETTER])


def test_a_reason_that_fits_is_left_as_it_is() -> None:
    assert DeadLetter("t.v1", LETTER.record, "x" * 1024).reason == "x" * 1024
