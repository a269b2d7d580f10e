"""Changes that are sent again."""

from typing import Any

import pytest

from presence_api.entities.writing.repeats import (
    IdempotencyKeyRefused,
    idempotency_key,
    repeatable,
)
from tests.presence_api.entities.gadgets import caller


@pytest.mark.parametrize(
    ("said", "key"),
    [(None, None), ("k-1", "k-1"), ('"k-1"', "k-1"), (" k ", "k"), ("x" * 255, "x" * 255)],
)
def test_a_key_is_a_word_in_quotes_or_without(said: str | None, key: str | None) -> None:
    assert idempotency_key(said) == key


@pytest.mark.parametrize("said", ["", '""', "a b", "x" * 256, "k\u00e9", 'a"b'])
def test_what_is_no_key_is_refused(said: str) -> None:
    with pytest.raises(IdempotencyKeyRefused):
        idempotency_key(said)


def test_a_request_is_told_from_others_by_all_that_it_says() -> None:
    anna = caller("analyst")
    one = repeatable(anna, "k", "gadget", "1", 2, {"name": "eve", "size": 3})
    assert one == repeatable(anna, "k", "gadget", "1", 2, {"size": 3, "name": "eve"})
    assert (one.tenant, one.user, one.key) == ("acme", "anna", "k")
    others: list[tuple[Any, ...]]
    others = [("gadget", "1", 3, {}), ("gadget", "2", 2, {}), ("item", "1", 2, {})]
    for said in others:
        assert repeatable(anna, "k", *said).fingerprint != one.fingerprint
