"""Texts as values of their column's type."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from presence_api.reporting.answering.typed_values import (
    Texts,
    ValueUnfit,
    decimals,
    digits,
    integers,
    moments,
    truths,
)


def test_values_are_what_their_texts_say_and_nothing_stays_nothing() -> None:
    assert decimals(["1.50", None, "-2e-3"]) == [Decimal("1.50"), None, Decimal("-0.002")]
    assert integers(["7", None, "-7.000", "12e2"]) == [7, None, -7, 1200]
    assert truths(["true", None, "false"]) == [True, None, False]
    assert moments(["2026-01-01T00:00:00.125", None]) == [
        datetime(2026, 1, 1, microsecond=125_000, tzinfo=UTC),
        None,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-02",
        "2026-01-02T00:00:00",
        "2026-01-02 00:00:00.000000",
        "2026-01-02T00:00:00.000Z",
        "2026-01-02T02:00:00+02:00",
    ],
)
def test_a_moment_is_in_utc_whichever_way_it_is_written(text: str) -> None:
    assert moments([text]) == [datetime(2026, 1, 2, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("read", "text"),
    [
        *((decimals, text) for text in ("", "x", "NaN", "Infinity", "1_0", " 1", "٣", "1-1", "e")),
        *((decimals, text) for text in ("0x1", "true", "1e99999999999999999999")),
        *((integers, text) for text in ("1.5", "9223372036854775808", "1e400000", "1e-400000")),
        *((moments, text) for text in ("Invalid date", "2026", "2026-13-01", "20260101")),
        *((moments, text) for text in ("2026-01-01T00:00:00.0001", "2026-01-01T00:00:00.1234567")),
        (moments, "0001-01-01T00:00:00+05:00"),
        *((truths, text) for text in ("1", "True", "t", "")),
    ],
)
def test_what_is_no_such_value_is_refused(read: Callable[[Texts], Any], text: str) -> None:
    with pytest.raises((ValueError, ArithmeticError, KeyError)):
        read([None, text])


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([], (0, 0)),
        ([None], (0, 0)),
        (["7"], (1, 0)),
        (["0.001", "-12.5", None], (2, 3)),
        (["1e3", "25e-4"], (4, 4)),
        (["-5", "5.00"], (1, 2)),
    ],
)
def test_digits_are_counted_on_both_sides_of_the_point(
    texts: Texts, found: tuple[int, int]
) -> None:
    assert digits(decimals(texts)) == found


@pytest.mark.parametrize("text", ["1e4000000", "1e-4000000"])
def test_digits_without_end_are_refused_before_anybody_writes_them(text: str) -> None:
    with pytest.raises(ArithmeticError):
        digits(decimals([text, "1"]))


def test_an_unfit_value_is_told_by_its_column_alone() -> None:
    assert (
        str(ValueUnfit("count", "integer"))
        == "`count` has a value that does not fit the type `integer`"
    )
