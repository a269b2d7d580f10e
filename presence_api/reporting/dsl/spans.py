"""Stretches of time: what dates, relative words and grains mean in UTC, to the millisecond."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from metamodel.model.grains import floor, month_number, shifted
from metamodel.model.pre_aggregation import TimeGranularity

FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 9998
"""Outside of these there is no room for a millisecond before or after."""
TICK: Final = timedelta(milliseconds=1)
_RELATIVE = re.compile(r"last ([1-9]\d{0,3}) (day|week|month|quarter|year)s?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time with both ends included; None is an open end."""

    start: datetime | None = None
    end: datetime | None = None

    @property
    def empty(self) -> bool:
        """Can no moment lie in it?"""
        return self.start is not None and self.end is not None and self.end < self.start

    def meet(self, other: "Span") -> "Span":
        """What lies in both."""
        starts = [item for item in (self.start, other.start) if item]
        ends = [item for item in (self.end, other.end) if item]
        return Span(max(starts, default=None), min(ends, default=None))


def span_of(text: str) -> Span | None:
    """The day or the millisecond that an ISO text names, or None; without an offset it is UTC."""
    try:
        if _DAY.fullmatch(text):
            start = datetime.combine(datetime.fromisoformat(text).date(), time(), UTC)
            found = Span(start, start + timedelta(days=1) - TICK)
        elif _MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text)
            moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
            moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
            found = Span(moment, moment)
        else:
            return None
    except (ValueError, OverflowError):
        return None
    return found if in_reach(found) else None


def last_units(text: str, now: datetime) -> Span | None:
    """`last 30 days`: that many whole ones before the present one; None if it says nothing such."""
    matched = _RELATIVE.fullmatch(text)
    if matched is None:
        return None
    count, grain = int(matched[1]), TimeGranularity(matched[2])
    end = floor(now.astimezone(UTC), grain)
    start = _shifted(end, grain, -count)
    found = Span(start, end - TICK) if start else None
    return found if found and in_reach(found) else None


def bucket(moment: datetime, grain: TimeGranularity) -> Span:
    """The whole second, hour, month or such that a moment is in."""
    start = floor(moment, grain)
    following = _shifted(start, grain, 1)
    return Span(start, following - TICK if following else None)


def prior(span: Span) -> Span | None:
    """The stretch of the same length just before; whole months go back by months.

    None for an open one, and where time does not reach back so far.
    """
    if span.start is None or span.end is None:
        return None
    following = span.end + TICK
    if (
        floor(span.start, TimeGranularity.MONTH) == span.start
        and floor(following, TimeGranularity.MONTH) == following
    ):
        months = month_number(following) - month_number(span.start)
        start = _shifted(span.start, TimeGranularity.MONTH, -months)
    else:
        reach = span.start - datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
        length = following - span.start
        start = span.start - length if length <= reach else None
    found = Span(start, span.start - TICK) if start else None
    return found if found and in_reach(found) else None


def start_text(moment: datetime) -> str:
    """A first moment as requests say it: a day alone stands for its midnight."""
    return _text(moment, whole=moment.time() == time())


def end_text(moment: datetime) -> str:
    """A last moment as requests say it: a day alone stands for its last millisecond."""
    return _text(moment, whole=(moment + TICK).time() == time())


def in_reach(span: Span) -> bool:
    """Are both ends in years that can be calculated with?"""
    return all(item is None or FIRST_YEAR <= item.year <= LAST_YEAR for item in _ends(span))


def _ends(span: Span) -> tuple[datetime | None, datetime | None]:
    return span.start, span.end


def _text(moment: datetime, *, whole: bool) -> str:
    if whole:
        return moment.date().isoformat()
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _shifted(start: datetime, grain: TimeGranularity, count: int) -> datetime | None:
    """The first moment of a grain, `count` grains away; None beyond the calendar's ends."""
    try:
        return shifted(start, grain, count)
    except (OverflowError, ValueError):
        return None
