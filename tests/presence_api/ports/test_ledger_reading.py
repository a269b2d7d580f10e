"""What a rollup has of some days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.model.freshness import Freshness
from metamodel.model.partitions import Extent, Granularity
from metamodel.modelgen.rollup import Rollup
from presence_api.ports.ledger_reading import PartitionReading, RangeReading, Ranges, touched_ids
from tests.fakes.ledger_readings import (
    APRIL,
    BUILDING,
    BUILT,
    DIRTY,
    EXTENT,
    FEBRUARY,
    JANUARY,
    UNBUILT,
    reading,
    rollup,
)

NEWER = PartitionReading(9)
DAYS = st.builds(
    lambda start, length: Extent(start, start + timedelta(days=length)),
    st.dates(date(2023, 11, 1), date(2025, 3, 1)),
    st.integers(0, 500),
)


@pytest.mark.parametrize(
    ("months", "ranges", "expected"),
    [
        ([BUILT, NEWER, BUILT], (), (True, 9, Freshness.READY)),
        ([BUILT, NEWER, BUILT], (EXTENT,), (True, 9, Freshness.READY)),
        ([BUILT, NEWER, UNBUILT], (JANUARY,), (True, 7, Freshness.READY)),
        ([BUILT, NEWER, UNBUILT], (JANUARY, FEBRUARY), (True, 9, Freshness.READY)),
        ([BUILT, DIRTY, BUILDING], (FEBRUARY,), (True, 7, Freshness.STALE)),
        ([BUILT, DIRTY, BUILDING], (), (True, 7, Freshness.STALE)),
        ([BUILT, BUILT, BUILDING], (), (True, 7, Freshness.BUILDING)),
        ([BUILT, UNBUILT, BUILT], (), (False, 7, Freshness.STALE)),
        ([BUILT, BUILT], (), (False, 7, Freshness.STALE)),  # the ledger knows no March
        ([UNBUILT] * 3, (JANUARY,), (False, 0, Freshness.STALE)),
        ([BUILT] * 3, (APRIL,), (False, 7, Freshness.READY)),
        ([BUILT] * 3, (JANUARY, APRIL), (False, 7, Freshness.READY)),
    ],
)
def test_the_days_asked_for_decide(
    months: list[PartitionReading], ranges: Ranges, expected: tuple[bool, int, Freshness]
) -> None:
    assert rollup("orders.by_month", months).over(ranges) == RangeReading(*expected)


def test_with_rows_beyond_the_extent_only_a_range_is_covered() -> None:
    found = rollup("orders.by_month", [BUILT] * 3, rows_outside=True)
    assert not found.over(()).covered
    assert found.over((EXTENT,)).covered


def test_what_is_asked_again_of_one_reading_is_known() -> None:
    found = rollup("orders.by_month", [BUILT] * 3)
    assert found.over((JANUARY,)) is found.over((JANUARY,))


@pytest.mark.parametrize(
    ("least", "behind"),
    [
        ({}, False),
        ({"orders.by_month": 9}, False),
        ({"orders.by_month": 10}, True),
        ({"orders.by_month": 9, "orders.by_day": 1}, True),
        ({"somebody.elses": 10}, False),
    ],
)
def test_a_reading_is_behind_whoever_heard_of_a_newer_build(
    least: dict[str, int], *, behind: bool
) -> None:
    found = reading(rollup("orders.by_month", [BUILT, NEWER]), rollup("orders.by_day", []))
    assert found.behind(least) is behind


@given(DAYS, st.sampled_from([None, *Granularity]), st.lists(DAYS, max_size=3))
def test_days_touch_the_partitions_that_builds_know_of(
    extent: Extent, granularity: Granularity | None, ranges: list[Extent]
) -> None:
    planned = Rollup("orders", "by_time", "fp", extent, granularity, None, None)
    expected = {one for days in ranges for one in planned.partition_ids(days.start, days.end)}
    assert set(touched_ids(planned, tuple(ranges))) == (
        expected if ranges else {*planned.partition_ids()}
    )
