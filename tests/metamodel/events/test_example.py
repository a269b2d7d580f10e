"""Example events."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from metamodel.events._catalogue import topics
from metamodel.events._example import as_json, example_of
from metamodel.events.codec import Codec


@pytest.mark.parametrize("name", list(topics()))
def test_an_example_is_an_event_that_uses_every_field(name: str) -> None:
    codec, topic = Codec.committed(), topics()[name]

    payload = example_of(topic.schema)

    assert codec.decode(name, codec.encode(name, payload)) == payload
    assert all(payload[each["name"]] is not None for each in topic.schema["fields"])


def test_a_payload_in_json_has_texts_for_what_json_lacks() -> None:
    identity = UUID("019b7c5e-7d2e-7000-8000-0123456789ab")
    payload = {
        "a": [date(2026, 1, 2)],
        "b": {"c": datetime(2026, 1, 2, tzinfo=UTC)},
        "d": identity,
        "e": b"\x01",
        "f": None,
    }

    assert as_json(payload) == {
        "a": ["2026-01-02"],
        "b": {"c": "2026-01-02T00:00:00+00:00"},
        "d": str(identity),
        "e": "01",
        "f": None,
    }
