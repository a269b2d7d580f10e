"""Traces as callers name them."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presence_api.middleware.trace_fields import NewId, trace_of
from presence_api.request_context import Trace

THEIRS, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
GOOD = f"00-{THEIRS}-{SPAN}-01"


def counted() -> NewId:
    numbers = count(1)
    return lambda size: f"{next(numbers):0{2 * size}x}"


def read(parent: str | None, state: str | None = None) -> Trace:
    said = parent.encode("latin-1") if parent is not None else None
    return trace_of(said, state.encode() if state is not None else None, counted())


def test_a_callers_trace_goes_on_with_a_span_of_our_own() -> None:
    assert read(GOOD, "vendor=1") == Trace(THEIRS, f"{1:016x}", "01", "vendor=1")


@pytest.mark.parametrize(
    "parent",
    [
        None,
        "",
        "nonsense",
        GOOD.upper(),
        GOOD + "-more",
        GOOD + " ",
        f"ff-{THEIRS}-{SPAN}-01",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{THEIRS}-{'0' * 16}-01",
        f"00-{THEIRS[1:]}-{SPAN}-01",
        f"01-{THEIRS}-{SPAN}-01more",
    ],
)
def test_what_names_none_begins_a_new_one_without_the_old_state(parent: str | None) -> None:
    assert read(parent, "vendor=1") == Trace(f"{1:032x}", f"{2:016x}")


def test_a_later_version_may_say_more_and_flags_nobody_knows_are_not_repeated() -> None:
    assert read(f"01-{THEIRS}-{SPAN}-03-more").fields()["traceparent"].endswith("-01")


@pytest.mark.parametrize("state", ["a" * 513, "é", "a\tb"])
def test_a_state_that_is_none_is_not_passed_on(state: str) -> None:
    assert read(GOOD, state).state == ""


@given(st.text(st.characters(max_codepoint=255)))
def test_whatever_is_said_what_is_passed_on_is_well_formed(said: str) -> None:
    again = read(read(said).fields()["traceparent"])
    assert again.trace_id == read(said).trace_id
