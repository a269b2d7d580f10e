from typing import Any

import pytest

from tests.metamodel.shop import ORDER, places

TIME = f"/entities/{ORDER}/attributes/3"


def made(**more: str) -> dict[str, Any]:
    return {f"{TIME}/granularities": [{"name": "own", **more}]}


@pytest.mark.parametrize("interval", ["15 minutes", "6 hour", "1 week", "1 quarter", "5 years"])
def test_intervals_that_divide_the_next_unit_are_right(interval: str) -> None:
    assert places("GRA001", made(interval=interval, offset="1 hour")) == []


@pytest.mark.parametrize("interval", ["7 hour", "2 weeks", "0 month", "1 hour 30 minutes", "9 day"])
def test_others_want_an_origin(interval: str) -> None:
    assert places("GRA001", made(interval=interval)) == [f"{TIME}/granularities/0"]
    assert places("GRA001", made(interval=interval, origin="2024-01-07")) == []


@pytest.mark.parametrize("origin", ["2024-13-01", "sunday"])
def test_an_origin_is_a_day_or_a_moment(origin: str) -> None:
    assert places("GRA001", made(interval="1 week", origin=origin)) == [f"{TIME}/granularities/0"]
    assert places("GRA001", made(interval="1 week", origin="2024-02")) == []


def test_cubes_own_names_are_taken_outside_of_calendars() -> None:
    found = [f"{TIME}/granularities/0"]
    assert places("GRA001", made(name="week", interval="1 week")) == found
    assert places("GRA001", made(name="week", expression="{CUBE}.week")) == found
    calendar = {f"/entities/{ORDER}/calendar": True}
    assert places("GRA001", made(name="week", expression="{CUBE}.week") | calendar) == []
    assert places("GRA001", made(expression="{CUBE}.week") | calendar) == found


def test_only_times_have_them() -> None:
    status = f"/entities/{ORDER}/attributes/4"
    edits = {f"{status}/granularities": [{"name": "own", "interval": "1 day"}]}
    assert places("GRA001", edits) == [status]


def test_shifts_are_for_calendars() -> None:
    shift = {"name": "early", "interval": "1 day", "direction": "prior"}
    assert places("GRA001", {f"{TIME}/timeShifts": [shift]}) == [f"{TIME}/timeShifts"]
