import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.ports.event_source import EventSource, OffsetRange
from tests.fakes.event_source import FakeEventSource

NUMBERS = st.integers(min_value=0, max_value=2**63)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_range_reads_back_what_it_writes(partition: int, start: int, end: int) -> None:
    item = OffsetRange(partition, start, end)

    assert OffsetRange.parse(str(item)) == item


@pytest.mark.parametrize("text", ["", "0", "0:1", "0:a-2", "x:1-2", "0:1-"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        OffsetRange.parse(text)


def test_a_range_counts_its_offsets_and_leaves_out_the_end() -> None:
    assert len(OffsetRange(0, 10, 15)) == 5
    assert str(OffsetRange(2, 10, 15)) == "2:10-15"


def test_ranges_sort_by_partition_then_start() -> None:
    assert sorted([OffsetRange(1, 0, 1), OffsetRange(0, 5, 6), OffsetRange(0, 1, 2)]) == [
        OffsetRange(0, 1, 2),
        OffsetRange(0, 5, 6),
        OffsetRange(1, 0, 1),
    ]


def test_the_fake_is_a_source() -> None:
    source: EventSource = FakeEventSource(partitions=2)

    assert source.state().high == {0: 0, 1: 0}
