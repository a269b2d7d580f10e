"""Which partitions a range of time touches: laws, and the cases people get wrong."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.model.partitions import (
    Extent,
    Granularity,
    Partition,
    partitions,
    partitions_touching,
)

DAY = timedelta(days=1)
days = st.dates(date(2015, 1, 1), date(2030, 12, 31))
granularities = st.sampled_from(Granularity)


@st.composite
def extents(draw: st.DrawFn) -> Extent:
    """Any extent of up to 13 months; longer ones say nothing new."""
    start = draw(days)
    return Extent(start, start + timedelta(days=draw(st.integers(0, 400))))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def holds(partition: Partition, day: date) -> bool:
    """Does any moment of `day` lie in the partition?"""
    return partition.start < midnight(day) + DAY and midnight(day) < partition.end


@given(extents(), granularities)
def test_partitions_follow_each_other_without_hole_or_overlap(
    extent: Extent, granularity: Granularity
) -> None:
    found = partitions(extent, granularity)

    assert all(one.end == two.start for one, two in pairwise(found))
    assert all(item.start < item.end for item in found)


@given(extents(), granularities)
def test_partitions_cover_the_extent_and_begin_and_end_in_it(
    extent: Extent, granularity: Granularity
) -> None:
    found = partitions(extent, granularity)

    assert found[0].start <= midnight(extent.start) < found[0].end
    assert found[-1].start < midnight(extent.end) + DAY <= found[-1].end


@given(extents(), granularities, st.data())
def test_a_day_lies_in_the_same_partitions_whatever_the_extent(
    extent: Extent, granularity: Granularity, data: st.DataObject
) -> None:
    day = data.draw(st.dates(extent.start, extent.end))

    of_the_day = set(partitions(Extent(day, day), granularity))

    assert of_the_day == {item for item in partitions(extent, granularity) if holds(item, day)}


@given(extents(), granularities, days | st.none(), days | st.none())
def test_a_range_touches_exactly_the_partitions_that_hold_one_of_its_days(
    extent: Extent, granularity: Granularity, start: date | None, end: date | None
) -> None:
    touched = partitions_touching(extent, granularity, start, end)

    inside = extent.clipped(start, end)
    expected = tuple(
        item
        for item in partitions(extent, granularity)
        if inside and item.start < midnight(inside.end) + DAY and midnight(inside.start) < item.end
    )
    assert touched == expected


@given(extents(), granularities)
def test_ids_are_different_and_sort_by_time(extent: Extent, granularity: Granularity) -> None:
    ids = [item.id for item in partitions(extent, granularity)]

    assert ids == sorted(set(ids))


@given(extents(), granularities)
def test_the_range_for_cube_is_the_partition_and_no_other(
    extent: Extent, granularity: Granularity
) -> None:
    for item in partitions(extent, granularity):
        first, last = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in item.date_range)
        assert first == item.start
        assert last == item.end - timedelta(milliseconds=1)


@given(extents(), granularities)
def test_the_last_day_is_the_last_that_any_of_it_falls_on(
    extent: Extent, granularity: Granularity
) -> None:
    for item in partitions(extent, granularity):
        assert holds(item, item.last_day)
        assert not holds(item, item.last_day + DAY)


@given(extents(), days | st.none(), days | st.none())
def test_clipping_keeps_exactly_the_days_in_both(
    extent: Extent, start: date | None, end: date | None
) -> None:
    clipped = extent.clipped(start, end)

    for day in (extent.start, extent.end, start, end):
        if day is not None:
            wanted = (start is None or start <= day) and (end is None or day <= end)
            found = clipped is not None and clipped.covers(day)
            assert found == (wanted and extent.covers(day))


@pytest.mark.parametrize(
    ("granularity", "day", "start", "end"),
    [
        (Granularity.DAY, date(2024, 2, 29), "2024-02-29", "2024-03-01"),
        (Granularity.WEEK, date(2025, 1, 1), "2024-12-30", "2025-01-06"),  # Monday
        (Granularity.WEEK, date(2025, 1, 5), "2024-12-30", "2025-01-06"),  # Sunday
        (Granularity.MONTH, date(2025, 12, 31), "2025-12-01", "2026-01-01"),
        (Granularity.QUARTER, date(2025, 3, 31), "2025-01-01", "2025-04-01"),
        (Granularity.QUARTER, date(2025, 11, 2), "2025-10-01", "2026-01-01"),
        (Granularity.YEAR, date(2024, 12, 31), "2024-01-01", "2025-01-01"),
    ],
)
def test_a_day_lies_in_this_partition(
    granularity: Granularity, day: date, start: str, end: str
) -> None:
    (found,) = partitions(Extent(day, day), granularity)

    assert (found.start, found.end) == (
        datetime.fromisoformat(start).replace(tzinfo=UTC),
        datetime.fromisoformat(end).replace(tzinfo=UTC),
    )
    assert found.id == start


def test_a_day_has_twenty_four_hours_with_the_hour_in_their_ids() -> None:
    found = partitions(Extent(date(2025, 3, 30), date(2025, 3, 30)), Granularity.HOUR)

    assert len(found) == 24
    assert (found[0].id, found[-1].id) == ("2025-03-30T00", "2025-03-30T23")
    assert found[1].date_range == ("2025-03-30T01:00:00.000", "2025-03-30T01:59:59.999")


def test_an_extent_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Extent(date(2025, 1, 2), date(2025, 1, 1))


def test_a_range_outside_the_extent_touches_nothing() -> None:
    extent = Extent(date(2025, 1, 1), date(2025, 12, 31))

    assert partitions_touching(extent, Granularity.YEAR, date(2026, 1, 1), None) == ()
    assert partitions_touching(extent, Granularity.YEAR, None, date(2024, 12, 31)) == ()


def test_a_reversed_range_touches_nothing() -> None:
    extent = Extent(date(2025, 1, 1), date(2025, 12, 31))

    assert partitions_touching(extent, Granularity.DAY, date(2025, 2, 2), date(2025, 2, 1)) == ()
