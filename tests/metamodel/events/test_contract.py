"""What every topic file is built from."""

from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.events._contract import (
    FailurePolicy,
    Topic,
    enum,
    event_record,
    optional,
    range_text,
)

days = st.none() | st.dates()
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


class Waiting(Topic):
    """A topic whose reader tries twice more."""

    name = "some.thing.v1"
    failure = FailurePolicy(dead_letter=True, retry_after_s=(5, 60))


@given(days, days, days, days)
def test_two_ranges_have_one_text_only_if_they_are_equal(
    start: date | None, end: date | None, other_start: date | None, other_end: date | None
) -> None:
    equal_text = range_text(start, end) == range_text(other_start, other_end)

    assert equal_text == ((start, end) == (other_start, other_end))


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2025, 1, 1), date(2025, 1, 31), "2025-01-01..2025-01-31"),
        (None, date(2025, 1, 31), "..2025-01-31"),
        (date(2025, 1, 1), None, "2025-01-01.."),
        (None, None, ".."),
    ],
)
def test_an_open_side_of_a_range_is_empty(start: date | None, end: date | None, text: str) -> None:
    assert range_text(start, end) == text


def test_companion_topics_are_named_after_the_topic() -> None:
    assert Waiting.dead_letter_topic() == "some.thing.v1.dlq"
    assert Waiting.retry_topics() == ("some.thing.v1.retry.1", "some.thing.v1.retry.2")


def test_a_new_event_has_an_id_and_a_time() -> None:
    first, second = Waiting.new(MOMENT, cube="a"), Waiting.new(MOMENT, cube="a")

    assert first["event_id"].version == 7
    assert first["event_id"] != second["event_id"]
    assert (first["occurred_at"], first["cube"]) == (MOMENT, "a")


def test_a_topic_without_a_key_function_is_unfinished() -> None:
    with pytest.raises(NotImplementedError):
        Topic.key({})


def test_an_optional_field_is_null_when_left_out() -> None:
    record = event_record("a.b.c", "A thing.", optional("note", "string", "A note."))

    assert (record["namespace"], record["name"]) == ("a.b", "C")
    assert record["fields"][-1]["default"] is None
    assert record["fields"][-1]["type"] == ["null", "string"]


class Light(StrEnum):
    """A traffic light."""

    UNKNOWN = "UNKNOWN"
    RED = "RED"


def test_an_enum_has_its_first_state_as_the_default() -> None:
    schema = enum("What it shows.", Light)

    assert (schema["name"], schema["default"]) == ("Light", "UNKNOWN")
    assert schema["symbols"] == ["UNKNOWN", "RED"]
