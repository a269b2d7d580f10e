"""The sensor's cursor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.flows.cursor import BadCursor, Cursor
from orchestration.ports.event_source import OffsetRange

POSITIONS = st.dictionaries(st.integers(0, 20), st.integers(0, 10**12), max_size=6)


@given(st.text(max_size=20), st.text(max_size=20), POSITIONS, POSITIONS)
def test_a_cursor_survives_its_text(
    epoch: str, topic_id: str, start: dict[int, int], following: dict[int, int]
) -> None:
    cursor = Cursor(epoch, topic_id, start, following)

    assert Cursor.parse(cursor.text) == cursor
    assert Cursor.parse(cursor.text).text == cursor.text


@given(POSITIONS)
def test_the_text_does_not_depend_on_the_order_of_partitions(position: dict[int, int]) -> None:
    backwards = dict(reversed(position.items()))

    assert Cursor("e", "t", position, position).text == Cursor("e", "t", backwards, backwards).text


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"v":2}', '{"v":1,"epoch":"e"}', "17"])
def test_a_text_that_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        Cursor.parse(text)


def test_moving_keeps_the_partitions_that_are_not_named() -> None:
    cursor = Cursor("e", "t", {0: 1, 1: 1}, {0: 5, 1: 6}).moved({1: 9})

    assert cursor.next == {0: 5, 1: 9}


def test_a_new_partition_joins_at_its_low_watermark() -> None:
    cursor = Cursor("e", "t", {0: 1}, {0: 5}).with_partitions({0: 3, 1: 4})

    assert (cursor.start, cursor.next) == ({0: 1, 1: 4}, {0: 5, 1: 4})


def test_it_covers_everything_from_the_start_of_its_epoch() -> None:
    cursor = Cursor("e", "t", {0: 1, 1: 4}, {0: 5, 1: 4})

    assert cursor.covers() == (OffsetRange(0, 1, 5),)
