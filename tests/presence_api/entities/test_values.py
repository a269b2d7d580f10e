"""JSON values as columns hold them."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.model.attribute import AttributeType as T
from presence_api.entities.values import UnfitValue, plain, typed
from presence_api.ports.row_conditions import Value

BIG = "12345678901234567890.1234567890"


@pytest.mark.parametrize(
    ("kind", "said", "value"),
    [
        (T.STRING, "a'b", "a'b"),
        (T.TEXT, "", ""),
        (T.INTEGER, 3, 3),
        (T.BIGINT, "9223372036854775807", 2**63 - 1),
        (T.DECIMAL, BIG, Decimal(BIG)),
        (T.DECIMAL, 0.1, Decimal("0.1")),
        (T.DECIMAL, 1e22, Decimal(10**22)),
        (T.DECIMAL, Decimal("1E+3"), Decimal(1000)),
        (T.DECIMAL, -7, Decimal(-7)),
        (T.FLOAT, 1, 1.0),
        (T.BOOLEAN, False, False),
        (T.DATE, "1995-03-15", date(1995, 3, 15)),
        (T.TIME, "09:30", time(9, 30)),
        (T.TIMESTAMPTZ, "2026-01-01T02:00:00+02:00", datetime(2026, 1, 1, tzinfo=UTC)),
        (T.TIMESTAMP, "2026-01-01T00:00Z", datetime(2026, 1, 1, tzinfo=UTC)),
        (T.UUID, "6F1AC1A4-28D5-4C0E-A9D7-3A3A8F0F7C11", UUID(int=0)),
    ],
)
def test_a_value_is_what_was_sent(kind: T, said: Any, value: Any) -> None:
    found = typed(kind, said)
    assert type(found) is type(value)
    assert found == (UUID(said) if kind is T.UUID else value)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        *((kind, None) for kind in T),
        *((kind, ["a"]) for kind in T),
        *((kind, {"a": 1}) for kind in T),
        *((kind, "1; DROP TABLE gadget") for kind in T if kind not in {T.STRING, T.TEXT}),
        (T.STRING, "a\0b"),
        (T.STRING, "\ud800"),
        (T.STRING, 1),
        (T.INTEGER, True),
        (T.INTEGER, 1.0),
        (T.INTEGER, 2**63),
        (T.INTEGER, "007"),
        (T.INTEGER, "\u0661"),
        (T.DECIMAL, True),
        (T.DECIMAL, 0.1 + 0.2),
        (T.DECIMAL, float("nan")),
        (T.DECIMAL, "NaN"),
        (T.DECIMAL, "1e5"),
        (T.DECIMAL, Decimal("1e999999")),
        (T.DECIMAL, Decimal("Infinity")),
        (T.DECIMAL, 10**200),
        (T.FLOAT, float("inf")),
        (T.FLOAT, 10**400),
        (T.FLOAT, "1.5"),
        (T.FLOAT, False),
        (T.BOOLEAN, "true"),
        (T.BOOLEAN, 1),
        (T.DATE, "1995-3-15"),
        (T.DATE, "1995-02-30"),
        (T.DATE, "20260101"),
        (T.TIME, "25:00"),
        (T.TIMESTAMPTZ, "2026-01-01T00:00:00"),
        (T.TIMESTAMPTZ, "2026-01-01"),
        (T.TIMESTAMPTZ, "0001-01-01T00:00:00+10:00"),
        (T.UUID, "6f1ac1a428d54c0ea9d73a3a8f0f7c11"),
    ],
)
def test_what_is_not_of_the_type_is_refused(kind: T, said: Any) -> None:
    with pytest.raises(UnfitValue):
        typed(kind, said)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_no_digit_of_a_decimal_text_is_lost(number: Decimal) -> None:
    assert typed(T.DECIMAL, number) == number
    text = format(number, "f")
    if len(text) <= 100:
        assert typed(T.DECIMAL, text) == number


@given(st.sampled_from(T), st.recursive(st.none() | st.text() | st.floats(), st.lists))
def test_whatever_is_sent_is_taken_or_refused(kind: T, said: Any) -> None:
    with suppress(UnfitValue):
        assert isinstance(typed(kind, said), Value)


VALUES: dict[T, st.SearchStrategy[Value]] = {
    T.STRING: st.text(st.characters(categories=["L", "N"])),
    T.UUID: st.uuids(),
    T.BIGINT: st.integers(-(2**63), 2**63 - 1),
    T.DECIMAL: st.decimals(-(10**20), 10**20, places=7),
    T.FLOAT: st.floats(allow_nan=False, allow_infinity=False),
    T.BOOLEAN: st.booleans(),
    T.DATE: st.dates(),
    T.TIME: st.times(),
    T.TIMESTAMPTZ: st.datetimes(timezones=st.just(UTC)),
}


@given(st.sampled_from(list(VALUES)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind])))
def test_a_value_as_json_is_read_as_the_same(case: tuple[T, Value]) -> None:
    kind, value = case
    assert typed(kind, json.loads(json.dumps(plain(value)))) == value
