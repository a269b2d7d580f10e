"""Names of single things."""

import re
import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.kernel.errors import BadInstanceId
from metamodel.kernel.ids import (
    event_key,
    event_key_parts,
    instance_id,
    instance_parts,
    new_event_id,
)

texts = st.text(st.characters(exclude_categories=["Cs"]))
parts_of_ids = st.lists(texts, min_size=1, max_size=4)
SAFE = re.compile(r"[A-Za-z0-9._%~-]*")


@given(parts_of_ids)
def test_an_instance_id_gives_its_parts_back(parts: list[str]) -> None:
    assert instance_parts(instance_id(parts), len(parts)) == tuple(parts)


@given(parts_of_ids, parts_of_ids)
def test_two_instances_never_share_an_id(one: list[str], other: list[str]) -> None:
    assert (instance_id(one) == instance_id(other)) == (one == other)


@given(parts_of_ids)
def test_an_instance_id_is_safe_in_a_path(parts: list[str]) -> None:
    assert SAFE.fullmatch(instance_id(parts))


@given(texts, st.integers(1, 4))
def test_any_text_is_an_id_in_canonical_form_or_refused(text: str, count: int) -> None:
    try:
        parts = instance_parts(text, count)
    except BadInstanceId:
        return
    assert instance_id(parts) == text


@given(st.lists(texts, min_size=1, max_size=4))
def test_an_event_key_gives_its_parts_back(parts: list[str]) -> None:
    assert event_key_parts(event_key(*parts)) == tuple(parts)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["1"], "1"),
        ([7, "a b"], "7~a%20b"),
        (["x~y", "a/b"], "x%7Ey~a%2Fb"),
        (["größer"], "gr%C3%B6%C3%9Fer"),
    ],
)
def test_an_instance_id_reads_like_this(parts: list[object], text: str) -> None:
    assert instance_id(parts) == text


@pytest.mark.parametrize(
    ("text", "count"),
    [("1~2", 1), ("1", 2), ("a b", 1), ("%61", 1), ("a%2fb", 1), ("%FF", 1)],
)
def test_an_id_of_another_form_is_refused(text: str, count: int) -> None:
    with pytest.raises(BadInstanceId):
        instance_parts(text, count)


def test_an_instance_needs_a_key() -> None:
    with pytest.raises(BadInstanceId):
        instance_id([])


def test_an_event_id_is_a_uuid_of_version_seven_with_the_present_millisecond() -> None:
    before = time.time_ns() // 1_000_000
    found = uuid.UUID(new_event_id())
    after = time.time_ns() // 1_000_000

    assert (found.version, found.variant) == (7, uuid.RFC_4122)
    assert before <= found.int >> 80 <= after


def test_event_ids_do_not_repeat() -> None:
    ids = [new_event_id() for _ in range(10_000)]

    assert len(set(ids)) == len(ids)


def test_event_ids_use_all_their_random_bits() -> None:
    numbers = [uuid.UUID(new_event_id()).int for _ in range(1_000)]
    varying = ((1 << 64) - 1) & ~(0b11 << 62) | 0xFFF << 64
    ones = zeros = 0
    for number in numbers:
        ones |= number
        zeros |= ~number

    assert ones & varying == varying
    assert zeros & varying == varying
