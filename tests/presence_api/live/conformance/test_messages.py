"""Whatever one connection says, nothing breaks, nothing stays, and others see only what is so."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presence_api.live.closing import CloseCode
from presence_api.live.rooms.news import News
from presence_api.live.rooms.rooms import Rooms
from presence_api.live.session import VERBS, Session
from tests.presence_api.live.conformance.fuzzed import Fuzzed, faults_after
from tests.presence_api.live.conformance.messages import OPS, as_bytes, nearly_right, right, spelled

SCHEMA = Path("docs/reference/presence.schema.json")
SUB = b'{"op":"SUB","room":"order"}'


@settings(max_examples=100)
@given(st.lists(as_bytes, max_size=30))
def test_law_whatever_is_said_nothing_breaks_and_the_others_see_what_is_so(
    messages: list[bytes],
) -> None:
    assert faults_after(messages) == []


@settings(max_examples=100)
@given(st.lists(right().flatmap(spelled), min_size=10, max_size=60))
def test_law_however_the_verbs_are_used_nothing_breaks_and_the_others_see_what_is_so(
    messages: list[bytes],
) -> None:
    assert faults_after(messages) == []


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    """What a client may say, as published."""
    whole = json.loads(SCHEMA.read_text(encoding="utf-8"))
    whole["oneOf"] = [one for one in whole["oneOf"] if one["title"] in OPS]
    return jsonschema.Draft202012Validator(whole)


@settings(max_examples=200)
@given(message=right() | nearly_right())
def test_law_a_message_ends_the_connection_unless_the_published_schema_allows_it(
    schema: jsonschema.Draft202012Validator, message: dict[str, Any]
) -> None:
    allowed = schema.is_valid(message) and not any(map(is_beyond_json, parts_of(message)))
    found = Fuzzed().say(json.dumps(message).encode())
    assert found == (None if allowed else CloseCode.BAD_MESSAGE)


def parts_of(found: Any) -> Iterator[Any]:
    """A value and all that is in it."""
    yield found
    if isinstance(found, dict):
        for key, value in found.items():
            yield key
            yield from parts_of(value)
    elif isinstance(found, list):
        for value in found:
            yield from parts_of(value)


def is_beyond_json(part: Any) -> bool:
    """What the schema takes and no reader has to: half a character, a fraction as whole number."""
    if isinstance(part, str):
        return any("\ud800" <= one <= "\udfff" for one in part)
    return isinstance(part, float)


def test_every_verb_of_the_service_is_tried() -> None:
    assert set(OPS) == {verb.__struct_config__.tag for verb in VERBS.values()}


def test_canary_rooms_of_all_tenants_in_one_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Rooms.room

    def mixed(rooms: Rooms, tenant: str, name: str) -> Any:
        return whole(rooms, "globex", name)

    found = faults_after([SUB], lambda: monkeypatch.setattr(Rooms, "room", mixed))
    assert any("another tenant heard" in fault for fault in found)


def test_canary_places_that_are_never_left_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    found = faults_after(
        [b'{"op":"SUB","room":"nation"}'],
        lambda: monkeypatch.setattr(Session, "leave_all", lambda _: None),
    )
    assert any("rooms, not" in fault for fault in found)


def test_canary_news_that_forget_who_came_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    found = faults_after(
        [SUB, b'{"op":"FOCUS","room":"order","row":"1"}'],
        lambda: monkeypatch.setattr(News, "mark", lambda *_: None),
    )
    assert any("and not" in fault for fault in found)


def test_canary_a_fault_of_a_verb_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise KeyError("order")

    monkeypatch.setattr(Session, "enter", broken)
    fuzzed = Fuzzed.__new__(Fuzzed)
    with pytest.raises(KeyError):
        Fuzzed.__init__(fuzzed)
