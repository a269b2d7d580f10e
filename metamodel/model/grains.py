"""Seconds, days, months and such on the calendar of UTC; weeks begin on Monday.

A grain is one of Cube's words: partitions and the times of reports know different ones of them.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

_STEPS: Final[Mapping[str, timedelta]] = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
}
_MONTHS: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "year": 12}


def floor(moment: datetime, grain: str) -> datetime:
    """The first moment of the second, hour, month or such that a moment is in."""
    if grain == "second":
        return moment.replace(microsecond=0)
    if grain == "minute":
        return moment.replace(second=0, microsecond=0)
    if grain == "hour":
        return moment.replace(minute=0, second=0, microsecond=0)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if grain == "week":
        return day - timedelta(days=day.weekday())
    if grain in _MONTHS:
        return day.replace(day=1, month=(day.month - 1) // _MONTHS[grain] * _MONTHS[grain] + 1)
    return day


def shifted(start: datetime, grain: str, count: int = 1) -> datetime:
    """The first moment of a grain, `count` grains after that of another one.

    Raises OverflowError or ValueError beyond the calendar's ends.
    """
    if grain in _STEPS:
        return start + _STEPS[grain] * count
    year, month = divmod(month_number(start) + _MONTHS[grain] * count, 12)
    return start.replace(year=year, month=month + 1)


def month_number(moment: datetime) -> int:
    """Months since the year 0: their difference is how many lie between."""
    return moment.year * 12 + moment.month - 1
