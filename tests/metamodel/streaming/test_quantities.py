"""Spans, sizes and rates, as people write them and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.streaming.quantities import (
    FOREVER,
    percentage,
    rate_bytes,
    size_bytes,
    size_text,
    span_ms,
    span_text,
)


def test_quantities_are_read_in_their_units() -> None:
    assert (span_ms("7d"), span_ms("30 m"), span_ms("forever")) == (604_800_000, 1_800_000, FOREVER)
    assert (size_bytes("4MiB"), rate_bytes("5MiB/s"), percentage("150%")) == (
        4_194_304,
        5_242_880,
        150,
    )


@pytest.mark.parametrize("text", ["7", "7 days", "-1d", "0d", "1.5h", "", "7d/s"])
def test_a_span_without_a_known_unit_is_refused_with_those_there_are(text: str) -> None:
    with pytest.raises(ValueError, match="units are ms, s, m, h, d"):
        span_ms(text)


def test_a_size_is_no_rate_and_a_rate_no_size() -> None:
    with pytest.raises(ValueError, match="not a rate"):
        rate_bytes("5MiB")
    with pytest.raises(ValueError, match="not a size"):
        size_bytes("5MiB/s")
    with pytest.raises(ValueError, match="not a percentage"):
        percentage("50")


@given(st.integers(1, 10**12))
def test_what_is_written_is_read_again(number: int) -> None:
    assert span_ms(span_text(number)) == number
    assert size_bytes(size_text(number)) == number


def test_the_largest_exact_unit_is_written() -> None:
    assert (span_text(86_400_000), span_text(90_000), span_text(FOREVER)) == (
        "1d",
        "90s",
        "forever",
    )
    assert (size_text(1_048_576), size_text(1_048_588)) == ("1MiB", "1048588B")
