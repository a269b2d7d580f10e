"""Grains of time on the calendar."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.model.grains import floor, month_number, shifted
from metamodel.model.pre_aggregation import TimeGranularity

moments = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds have no zone
grains = st.sampled_from(TimeGranularity)


@given(moments, grains)
def test_a_moment_is_in_its_grain_and_the_next_one_begins_after_it(
    moment: datetime, grain: TimeGranularity
) -> None:
    start = floor(moment, grain)
    assert floor(start, grain) == start
    assert start <= moment < shifted(start, grain)
    assert floor(shifted(start, grain), grain) == shifted(start, grain)


@given(moments, grains, st.integers(-500, 500))
def test_a_way_back_leads_back(moment: datetime, grain: TimeGranularity, count: int) -> None:
    start = floor(moment, grain)
    assert shifted(shifted(start, grain, count), grain, -count) == start


@pytest.mark.parametrize(
    ("grain", "start"),
    [
        ("hour", datetime(2026, 8, 19, 13, tzinfo=UTC)),
        ("week", datetime(2026, 8, 17, tzinfo=UTC)),
        ("month", datetime(2026, 8, 1, tzinfo=UTC)),
        ("quarter", datetime(2026, 7, 1, tzinfo=UTC)),
        ("year", datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_each_begins_where_people_say_it_does(grain: str, start: datetime) -> None:
    assert floor(datetime(2026, 8, 19, 13, 14, 15, 16, UTC), grain) == start


def test_months_are_counted_over_years() -> None:
    new_year, december = datetime(2026, 1, 1, tzinfo=UTC), datetime(2025, 12, 1, tzinfo=UTC)
    assert month_number(new_year) - month_number(december) == 1
