"""Stretches of time as Cube's date ranges: both ends said, to the millisecond."""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from metamodel.model.partitions import Extent
from presence_api.reporting.compiler.compiled import TimeRange
from presence_api.reporting.dsl.spans import FIRST_YEAR, LAST_YEAR, TICK, Span

_FIRST: Final = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC) - TICK


def time_range(dimension: str, span: Span, extent: Extent) -> TimeRange:
    """The range of a dimension. An open end reaches to the extent's edge, where reports end.

    Beyond the edge, where no rollup is, it reaches to the calendar's.
    """
    first = datetime.combine(extent.start, time(), UTC)
    last = datetime.combine(extent.end, time(), UTC) + timedelta(days=1) - TICK
    start, end = span.start or first, span.end or last
    if end < start:
        start, end = span.start or _FIRST, span.end or _LAST
    return TimeRange(dimension, start, end)


def date_range(item: TimeRange) -> list[str]:
    """Both ends as Cube takes them, without a zone: queries are asked in UTC."""
    if item.start.time() == time() and (item.end + TICK).time() == time():
        return [item.start.date().isoformat(), item.end.date().isoformat()]
    return [_moment(item.start), _moment(item.end)]


def _moment(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds")
