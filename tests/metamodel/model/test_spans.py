import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.model.positions import Position, index_positions
from metamodel.model.spans import Positions, Spans
from tests.metamodel.model.test_positions import VALUES, pointers


@given(VALUES, st.sampled_from([None, 0, 2, 5]))
def test_every_value_is_found_with_its_whole_text(value: Any, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    spans = Spans(text)
    for pointer in pointers(value):
        span = spans.find(pointer)
        assert span is not None
        here = value
        for token in pointer.split("/")[1:]:
            key = token.replace("~1", "/").replace("~0", "~")
            here = here[int(key)] if isinstance(here, list) else here[key]
        assert json.loads(text[span.value : span.end]) == here


@given(VALUES, st.sampled_from([None, 0, 2, 5]))
def test_positions_looked_up_one_by_one_are_those_of_the_whole_index(
    value: Any, indent: int | None
) -> None:
    text = json.dumps(value, indent=indent)
    assert dict(Positions(text)) == index_positions(text).positions
    assert len(Positions(text)) == len(pointers(value))


def test_what_is_not_there_is_not_found() -> None:
    for pointer in ("/b", "/a/2", "/a/x", "/a/0/1"):
        assert Spans('{"a": [1, 2]}').find(pointer) is None
        with pytest.raises(KeyError):
            Positions('{"a": [1, 2]}')[pointer]


def test_a_member_stands_where_its_key_does() -> None:
    assert Positions('{\n  "a": [\n    1]}')["/a"] == Position(2, 3)
