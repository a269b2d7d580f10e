"""A report that may be asked."""

from tests.presence_api.reporting.asked import checked

SALES = {"entity": "order", "measures": ["count"], "dimensions": ["clerk"]}


def test_rows_are_told_apart_by_time_and_dimensions() -> None:
    assert [*checked({**SALES, "time": {"grain": "day"}}).grouped_by] == ["orderdate", "clerk"]


def test_a_time_without_a_grain_tells_none_apart() -> None:
    time = {"range": ["1994-01-01", "1994-12-31"], "compare": "prior_period"}

    assert [*checked({**SALES, "time": time}).grouped_by] == ["clerk"]
