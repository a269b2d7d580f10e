"""What is told of an error says nothing of the record."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.events.codec import DecodeFault, UndecodableEvent
from orchestration.flows.scrub_message import BLANK, MOST_MESSAGE_CHARS, scrubbed

PAYLOAD = {
    "event_id": UUID("019b7c5e-7d2e-7000-8000-0123456789ab"),
    "occurred_at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    "actor": "alice",
    "reason": "no",
    "amount": 7,
    "tags": ["secret tag"],
    "by_name": {"a": "deep value"},
    "raw": b"\x00\xff",
    "tenant": None,
    "done": True,
}


def test_what_is_quoted_is_not_repeated() -> None:
    assert scrubbed(ValueError("no 'alice@example.org' in \"the list\"")) == "no … in …"
    assert len(scrubbed(ValueError("x" * 1000))) == MOST_MESSAGE_CHARS


@pytest.mark.parametrize(
    "value",
    [
        "019b7c5e-7d2e-7000-8000-0123456789ab",
        "2026-01-02 03:04:05+00:00",
        "alice",
        "secret tag",
        "deep value",
        "00ff",
        "7",
    ],
)
def test_a_value_of_the_payload_is_not_repeated_without_quotes_either(value: str) -> None:
    assert scrubbed(ValueError(f"refused {value} at last"), PAYLOAD) == "refused … at last"


def test_a_short_value_inside_another_word_leaves_the_word_alone() -> None:
    assert scrubbed(ValueError("nobody said no to 17"), PAYLOAD) == "nobody said … to 17"


def test_what_a_database_says_of_a_key_is_blanked() -> None:
    error = ValueError("Key (event_id)=(019b7c5e-7d2e-7000-8000-0123456789ab) exists")
    assert scrubbed(error, PAYLOAD) == "Key …=… exists"


def test_of_bytes_that_are_no_event_only_the_kind_of_fault_is_told() -> None:
    error = UndecodableEvent("t.v1", DecodeFault.TYPE, "alice is no date")
    assert scrubbed(error) == "t.v1: wrong type"


@given(st.text(min_size=4).filter(lambda text: BLANK not in text), st.text(), st.text())
def test_no_value_of_any_payload_is_in_the_words(value: str, before: str, after: str) -> None:
    words = scrubbed(ValueError(f"{before}{value}{after}"), {"field": value})
    assert value not in words
