from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from metamodel.model import intervals


def taken(kind: Any, text: str) -> bool:
    try:
        TypeAdapter(kind).validate_python(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("text", ["1 hour", "30 seconds", "2 weeks", "30 5 * * 5", "0 0 12 * * ?"])
def test_a_refresh_comes_every_so_often_or_by_cron(text: str) -> None:
    assert taken(intervals.Every, text)


@pytest.mark.parametrize("text", ["1 month", "hourly", "* * *", "", "1 hour\n"])
def test_cube_knows_no_month_here_and_no_words(text: str) -> None:
    assert not taken(intervals.Every, text)


def test_windows_may_be_unbounded_and_offsets_negative() -> None:
    assert taken(intervals.WindowBound, "unbounded")
    assert not taken(intervals.Interval, "unbounded")
    assert taken(intervals.GranularityOffset, "-3 hours")
    assert not taken(intervals.GranularityInterval, "-3 hours")


def test_a_granularity_has_at_most_eight_amounts() -> None:
    assert taken(intervals.GranularityInterval, " ".join(["1 day"] * 8))
    assert not taken(intervals.GranularityInterval, " ".join(["1 day"] * 9))


def test_an_update_window_is_one_amount() -> None:
    assert taken(intervals.UpdateWindow, "7 days")
    assert not taken(intervals.UpdateWindow, "1 quarter")
