"""One byte form per value."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from metamodel.kernel.canonical import canonical_json, fingerprint

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(values)
def test_reading_it_back_gives_the_value(value: Any) -> None:
    assert json.loads(canonical_json(value)) == value


@given(values)
def test_writing_what_was_read_gives_the_same_text(value: Any) -> None:
    text = canonical_json(value)

    assert canonical_json(json.loads(text)) == text


@given(st.dictionaries(st.text(), values, min_size=2, max_size=5))
def test_the_order_of_keys_does_not_matter(value: dict[str, Any]) -> None:
    backwards = dict(reversed(list(value.items())))

    assert canonical_json(backwards) == canonical_json(value)
    assert fingerprint(backwards) == fingerprint(value)


def test_it_has_no_blanks_and_keeps_letters() -> None:
    assert canonical_json({"b": [1, 2], "a": "größer"}) == '{"a":"größer","b":[1,2]}'


def test_parts_do_not_run_into_each_other() -> None:
    assert fingerprint("a", "b") != fingerprint("ab")
    assert fingerprint(["a", "b"]) != fingerprint("a", "b")
    assert fingerprint() != fingerprint("")


@given(st.lists(values, max_size=4), st.lists(values, max_size=4))
def test_different_parts_have_different_fingerprints(one: list[Any], other: list[Any]) -> None:
    equal = [canonical_json(part) for part in one] == [canonical_json(part) for part in other]

    assert (fingerprint(*one) == fingerprint(*other)) == equal


def test_a_fingerprint_stays_the_same_between_releases() -> None:
    assert fingerprint({}) == ("68e9e86b6926cc2b37df96b5e61bb8cabdab276272bb73f6767e420c3ead0663")
