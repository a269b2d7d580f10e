"""Stretches of time as Cube's date ranges."""

from datetime import date

import pytest

from metamodel.model.partitions import Extent
from presence_api.reporting.compiler.ranges import date_range, time_range
from presence_api.reporting.dsl.spans import Span, span_of

EXTENT = Extent(date(1992, 1, 1), date(1999, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("1994-01-01", "1994-12-31", ["1994-01-01", "1994-12-31"]),
        (None, "1994-12-31", ["1992-01-01", "1994-12-31"]),
        ("1994-01-01", None, ["1994-01-01", "1999-12-31"]),
        (None, None, ["1992-01-01", "1999-12-31"]),
        ("2004-01-01", None, ["2004-01-01", "9998-12-31"]),
        (None, "1990-12-31", ["1000-01-01", "1990-12-31"]),
        (
            "1994-01-01T10:00:00Z",
            "1994-01-01",
            ["1994-01-01T10:00:00.000", "1994-01-01T23:59:59.999"],
        ),
        (
            "1994-01-01",
            "1994-01-02T00:00:00Z",
            ["1994-01-01T00:00:00.000", "1994-01-02T00:00:00.000"],
        ),
    ],
)
def test_both_ends_are_said(start: str | None, end: str | None, said: list[str]) -> None:
    first, last = span_of(start or ""), span_of(end or "")
    span = Span(first.start if first else None, last.end if last else None)
    found = time_range("orders.orderdate", span, EXTENT)

    assert date_range(found) == said
    assert found.start < found.end
    assert found.dimension == "orders.orderdate"
