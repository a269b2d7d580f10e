"""Stretches of time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.model.grains import floor
from metamodel.model.pre_aggregation import TimeGranularity
from presence_api.reporting.dsl.spans import (
    FIRST_YEAR,
    LAST_YEAR,
    TICK,
    Span,
    bucket,
    end_text,
    in_reach,
    last_units,
    prior,
    span_of,
    start_text,
)

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
MOMENTS = st.datetimes(
    datetime(FIRST_YEAR + 2, 1, 1),  # noqa: DTZ001 - Hypothesis wants the zone by itself
    datetime(LAST_YEAR - 1, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def words(span: Span | None) -> tuple[str, str] | None:
    if span is None:
        return None
    assert span.start
    assert span.end
    return start_text(span.start), end_text(span.end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1994-01-01", "1994-01-01", "1994-01-01"),
        ("1994-01-01T10:30", "1994-01-01T10:30:00.000Z", "1994-01-01T10:30:00.000Z"),
        ("1994-01-01T00:30+02:00", "1993-12-31T22:30:00.000Z", "1993-12-31T22:30:00.000Z"),
        ("1994-01-01 00:00:00.1239Z", "1994-01-01T00:00:00.123Z", "1994-01-01T00:00:00.123Z"),
        ("1994-01-01T00:00:00Z", "1994-01-01", "1994-01-01T00:00:00.000Z"),
    ],
)
def test_a_day_is_whole_and_a_moment_is_a_millisecond(text: str, start: str, end: str) -> None:
    assert words(span_of(text)) == (start, end)


@pytest.mark.parametrize(
    "text",
    ["", "1994", "1994-02-30", "now", "0999-12-31", "9999-01-01", "1994-01-01T25:00", "19940101"],
)
def test_what_is_no_day_within_reach_is_none(text: str) -> None:
    assert span_of(text) is None
    assert span_of("٢٠٢٤-٠١-٠١") is None  # noqa: RUF001 - digits of another script


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("last 1 day", "2026-01-14", "2026-01-14"),
        ("last 30 days", "2025-12-16", "2026-01-14"),
        ("last 2 weeks", "2025-12-29", "2026-01-11"),
        ("last 1 month", "2025-12-01", "2025-12-31"),
        ("last 3 quarters", "2025-04-01", "2025-12-31"),
        ("last 2 years", "2024-01-01", "2025-12-31"),
    ],
)
def test_the_last_ones_are_whole_and_over(text: str, start: str, end: str) -> None:
    assert words(last_units(text, NOW)) == (start, end)


@pytest.mark.parametrize("text", ["last 0 days", "last days", "next 3 days", "last 9999 years"])
def test_other_words_say_nothing(text: str) -> None:
    assert last_units(text, NOW) is None


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("1994-01-01", "1994-01-31", "1993-12-01", "1993-12-31"),
        ("1995-01-01", "1996-12-31", "1993-01-01", "1994-12-31"),
        ("1994-03-10", "1994-03-12", "1994-03-07", "1994-03-09"),
        ("1994-02-01", "1994-02-27", "1994-01-05", "1994-01-31"),
    ],
)
def test_before_months_come_months_and_before_days_days(
    start: str, end: str, first: str, last: str
) -> None:
    one, other = span_of(start), span_of(end)
    assert one
    assert other
    assert words(prior(Span(one.start, other.end))) == (first, last)


def test_nothing_comes_before_what_is_open_or_reaches_back_too_far() -> None:
    assert prior(Span(None, NOW)) is None
    assert prior(Span(at(1000, 1, 1), at(9998, 12, 31))) is None
    assert prior(Span(at(1000, 1, 5), at(1000, 1, 20))) is None


@given(MOMENTS, st.integers(0, 10**9))
def test_the_prior_stretch_ends_where_the_other_begins(start: datetime, length: int) -> None:
    start = start.replace(microsecond=0)
    span = Span(start, start + timedelta(milliseconds=length))
    before = prior(span)

    assert before is not None
    assert before.end == start - TICK
    assert before.start is not None
    assert before.start <= before.end


@given(MOMENTS, st.sampled_from(TimeGranularity))
def test_a_bucket_holds_its_moment_and_starts_where_it_is_floored(
    moment: datetime, grain: TimeGranularity
) -> None:
    found = bucket(moment, grain)

    assert found.start == floor(moment, grain)
    assert found.start
    assert found.end
    assert found.start <= moment < found.end + TICK
    assert bucket(found.end, grain) == found
    assert bucket(found.end + TICK, grain).start == found.end + TICK


@given(MOMENTS)
def test_ends_are_read_back_as_they_were_said(moment: datetime) -> None:
    whole = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    start, end = span_of(start_text(whole)), span_of(end_text(whole))

    assert start
    assert end
    assert (start.start, end.end) == (whole, whole)


def test_stretches_meet_where_both_are() -> None:
    early, late = Span(at(1994, 1, 1), at(1995, 1, 1)), Span(at(1994, 6, 1), None)

    assert early.meet(late) == Span(at(1994, 6, 1), at(1995, 1, 1))
    assert Span().meet(late) == late
    assert not early.meet(late).empty
    assert Span(at(1996, 1, 1), None).meet(early).empty


def test_some_years_are_out_of_reach() -> None:
    assert in_reach(Span())
    assert not in_reach(Span(at(999, 1, 1), None))
    assert not in_reach(Span(None, at(9999, 1, 1)))
