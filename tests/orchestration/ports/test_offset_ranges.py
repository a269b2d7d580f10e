"""Arithmetic on offset ranges."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from orchestration.ports.event_source import OffsetRange
from orchestration.ports.offset_ranges import offsets_between, subtract, united

RANGES = st.lists(
    st.builds(
        lambda partition, start, length: OffsetRange(partition, start, start + length),
        st.integers(0, 2),
        st.integers(0, 40),
        st.integers(0, 12),
    ),
    max_size=12,
)


def points(ranges: object) -> set[tuple[int, int]]:
    return {
        (item.partition, offset)
        for item in ranges  # type: ignore[attr-defined]
        for offset in range(item.start, item.end)
    }


@given(RANGES)
def test_a_union_holds_the_same_offsets_in_ranges_that_do_not_touch(
    ranges: list[OffsetRange],
) -> None:
    result = united(ranges)

    assert points(result) == points(ranges)
    for one, two in pairwise(result):
        assert one.partition < two.partition or one.end < two.start


@given(RANGES, RANGES)
def test_a_difference_is_the_difference_of_the_offsets(
    ranges: list[OffsetRange], covered: list[OffsetRange]
) -> None:
    assert points(subtract(ranges, covered)) == points(ranges) - points(covered)


def test_between_two_positions_lie_the_offsets_of_every_partition_that_moved() -> None:
    assert offsets_between({0: 5, 1: 3}, {0: 7, 1: 3, 2: 2}) == (
        OffsetRange(0, 5, 7),
        OffsetRange(2, 0, 2),
    )
