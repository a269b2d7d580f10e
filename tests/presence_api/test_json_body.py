"""Bodies of requests."""

import asyncio
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presence_api.json_body import (
    JSON,
    MERGE_PATCH,
    MOST_BYTES,
    MOST_DEPTH,
    BodyTooLarge,
    BodyUnreadable,
    MediaTypeRefused,
    read_json,
    sent_json,
)


def test_no_digit_is_lost() -> None:
    found = read_json(b'{"a": 0.10000000000000000001, "b": 9007199254740993}', JSON)
    assert found == {"a": Decimal("0.10000000000000000001"), "b": 9007199254740993}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b'{"a": 1, "a": 2}',
        b'{"deep": {"a": 1, "a": 1}}',
        b'{"a": NaN}',
        b"Infinity",
        b"[" * (MOST_DEPTH + 1) + b"]" * (MOST_DEPTH + 1),
        b"[" * 100_000,
        b'{"a":' * 100_000,
        rb'{"\ud800": 1}',
        rb'{"a": ["\udfff\ud800", 0.5]}',
    ],
)
def test_what_is_no_json_or_says_a_key_twice_is_refused(body: bytes) -> None:
    with pytest.raises(BodyUnreadable):
        read_json(body, JSON)


def test_half_a_character_is_named_for_what_it_is() -> None:
    with pytest.raises(BodyUnreadable, match="without its other half"):
        read_json(rb'{"\ud800": 1}', JSON)


def test_both_halves_of_a_character_are_one() -> None:
    assert read_json(rb'{"\ud83d\ude00": "\\ud800"}', JSON) == {"\U0001f600": "\\ud800"}


def test_what_is_just_deep_enough_is_read() -> None:
    read_json(b"[" * MOST_DEPTH + b"1" + b"]" * MOST_DEPTH, JSON)
    assert read_json(b'"' + b"[{" * 500 + b'"', JSON) == "[{" * 500


def test_what_is_too_large_is_not_looked_into() -> None:
    with pytest.raises(BodyTooLarge):
        read_json(b"x" * (MOST_BYTES + 1), JSON)


@pytest.mark.parametrize("kind", ["", "text/plain", "application/jsonp", MERGE_PATCH])
def test_another_type_is_refused(kind: str) -> None:
    with pytest.raises(MediaTypeRefused, match="application/json"):
        read_json(b"{}", kind)


@pytest.mark.parametrize("kind", [JSON, "Application/JSON; charset=utf-8"])
def test_its_own_type_is_read_with_parameters(kind: str) -> None:
    assert read_json(b"{}", kind) == {}
    assert read_json(b"{}", MERGE_PATCH, (MERGE_PATCH, JSON)) == {}


@given(st.binary(max_size=200))
def test_whatever_comes_is_read_or_refused(body: bytes) -> None:
    with suppress(BodyUnreadable):
        read_json(body, JSON)


def test_who_expects_more_reads_more() -> None:
    body = b" " * MOST_BYTES + b"7"
    assert read_json(body, JSON, most_bytes=2 * MOST_BYTES) == 7
    with pytest.raises(BodyTooLarge, match="1,048,576"):
        read_json(body, JSON)


class Sending:
    """A request with a body."""

    def __init__(self, body: bytes, **fields: str) -> None:
        self.headers = {name.replace("_", "-"): value for name, value in fields.items()}
        self._body = body

    async def body(self) -> bytes:
        return self._body


def test_a_request_is_read_by_the_type_that_it_names() -> None:
    found = asyncio.run(sent_json(Sending(b"0.5", content_type=JSON), number=float))
    assert found == 0.5
    with pytest.raises(MediaTypeRefused):
        asyncio.run(sent_json(Sending(b"{}")))
