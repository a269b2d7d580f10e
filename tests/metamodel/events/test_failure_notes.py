"""Notes on failed records, there and back."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.events.failure_notes import (
    NAMES,
    REASON,
    SOURCE,
    FailureNote,
    NoteUnreadable,
    read_note,
    replayed,
    replays_of,
    without_notes,
)
from tests.fakes.letter_boxes import note

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TEXTS = st.text(max_size=40)
NUMBERS = st.integers(0, 2**40)
NOTES = st.builds(
    FailureNote,
    topic=TEXTS,
    partition=NUMBERS,
    offset=NUMBERS,
    timestamp_ms=NUMBERS,
    group=TEXTS,
    attempts=NUMBERS,
    first_failed_at=MOMENTS,
    last_failed_at=MOMENTS,
    fault=TEXTS,
    message=TEXTS,
    trace_hash=TEXTS,
    payload_sha256=TEXTS,
    service_version=TEXTS,
    schema_id=st.none() | NUMBERS,
    due_at=st.none() | MOMENTS,
    replay_of=st.none() | TEXTS,
    replay_count=NUMBERS,
)
PRODUCERS = (("ce_id", b"1"), ("traceparent", b"00-ab"))


@given(NOTES)
def test_a_note_is_read_as_it_was_written(note: FailureNote) -> None:
    assert read_note((*PRODUCERS, *note.headers())) == note


@given(NOTES)
def test_what_the_producer_said_stays_and_nothing_else(note: FailureNote) -> None:
    headers = (*PRODUCERS, *note.headers(), (REASON, b"why"))
    assert without_notes(headers) == PRODUCERS


def test_a_record_that_nobody_put_aside_has_no_note() -> None:
    assert read_note(PRODUCERS) is None


@pytest.mark.parametrize("broken", ["partition", "first_failed_at", "attempts"])
def test_a_note_that_lacks_or_garbles_something_is_refused(broken: str) -> None:
    now = datetime.now(UTC)
    note = FailureNote("t", 0, 1, 2, "g", 1, now, now, "F", "m", "h", "s", "v")
    headers = dict(note.headers())
    with pytest.raises(NoteUnreadable):
        read_note((headers | {NAMES[broken]: b"garbled"}).items())
    del headers[NAMES[broken]]
    with pytest.raises(NoteUnreadable):
        read_note(headers.items())


def test_a_letter_sent_again_takes_its_note_along_and_counts() -> None:
    letter = note("t")
    first = replayed((("ce_id", b"1"), *letter.headers(), (SOURCE, b"t/0/1")), "t.dlq/0/4", 1)
    assert read_note(first) == replace(letter, due_at=None, replay_of="t.dlq/0/4", replay_count=1)
    assert [name for name, _ in first if name in ("ce_id", SOURCE)] == ["ce_id"]
    assert (replays_of(first), replays_of(letter.headers()), replays_of(())) == (1, 0, 0)


def test_a_letter_without_a_note_says_only_that_it_comes_again() -> None:
    again = replayed((("ce_id", b"1"), (REASON, b"EVT-101 x")), "t.dlq/0/4", 2)
    assert dict(again) == {"ce_id": b"1", "x-replay-of": b"t.dlq/0/4", "x-replay-count": b"2"}
    assert read_note(again) is None


def test_a_count_that_is_none_is_no_replay() -> None:
    assert replays_of((("x-replay-count", b"many"),)) == 0
