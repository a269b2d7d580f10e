import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from metamodel.model.positions import Position, index_positions, nearest, pointer

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def pointers(value: Any, place: str = "") -> set[str]:
    found = {place}
    if isinstance(value, dict):
        for key, item in value.items():
            found |= pointers(item, place + pointer(key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found |= pointers(item, place + pointer(index))
    return found


@given(VALUES, st.sampled_from([None, 0, 2, 5]), st.booleans())
def test_every_value_of_any_json_has_a_position(
    value: Any, indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    index = index_positions(text)
    assert set(index.positions) == pointers(value)
    assert index.duplicates == []


def test_members_stand_where_their_key_does_and_items_where_they_begin() -> None:
    index = index_positions('{\n  "a": [1,\n 22]\n}')
    assert index.positions["/a"] == Position(2, 3)
    assert index.positions["/a/0"] == Position(2, 9)
    assert index.positions["/a/1"] == Position(3, 2)


def test_a_key_that_comes_twice_is_told_with_the_second_place() -> None:
    duplicates = index_positions('{"a": {"b": 1, "b": 2}, "c": 3}').duplicates
    assert [(item.pointer, item.key, item.position) for item in duplicates] == [
        ("/a/b", "b", Position(1, 16))
    ]


def test_pointers_escape_their_two_special_characters() -> None:
    assert pointer("a/b", "~", 3) == "/a~1b/~0/3"


def test_the_nearest_known_ancestor_is_found() -> None:
    positions = {"": Position(1, 1), "/a": Position(2, 2)}
    assert nearest(positions, "/a/b/c") == Position(2, 2)
    assert nearest({}, "/a") == Position(1, 1)
