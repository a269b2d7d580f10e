"""The time of a report."""

from typing import Any

import pytest

from presence_api.reporting.dsl.check_time import TimeCheck
from presence_api.reporting.dsl.faults import FaultCode, Faults
from presence_api.reporting.dsl.report import TimeAxis
from presence_api.reporting.dsl.request import Named, TimeAsked
from presence_api.reporting.dsl.spans import end_text, start_text
from tests.presence_api.reporting.asked import NOW, words

YEAR = (Named("1994-01-01", "/range/0"), Named("1994-12-31", "/range/1"))
WORDS = Named("last 2 days", "/range")


def axis(**said: Any) -> tuple[TimeAxis | None, list[tuple[str, FaultCode]]]:
    faults = Faults()
    named: dict[str, Any] = {
        name: Named(value, f"/{name}") if isinstance(value, str) else value
        for name, value in said.items()
    }
    found = TimeCheck(words("order"), faults, NOW).axis(TimeAsked("", **named))
    return found, [(item.pointer, item.code) for item in faults.found]


def test_the_entitys_own_time_goes_without_saying() -> None:
    found, faults = axis(grain="week")

    assert faults == []
    assert found
    assert (found.member.path, found.grain, found.span) == ("orderdate", "week", None)


def test_a_range_has_what_came_before() -> None:
    found, faults = axis(field="updated_at", range=WORDS, compare=True)

    assert faults == []
    assert found
    assert found.span
    assert found.prior
    assert found.span.start
    assert found.prior.end
    assert start_text(found.span.start) == "2026-01-13"
    assert end_text(found.prior.end) == "2026-01-12"


@pytest.mark.parametrize(
    ("said", "at", "code"),
    [
        ({}, "", FaultCode.MISSING),
        ({"grain": "fortnight"}, "/grain", FaultCode.UNKNOWN_NAME),
        ({"grain": "day", "field": "clerk"}, "/field", FaultCode.UNFIT),
        ({"grain": "day", "field": "orderdat"}, "/field", FaultCode.UNKNOWN_NAME),
        ({"range": "yesterday"}, "/range", FaultCode.WRONG_TYPE),
        ({"range": (YEAR[0], Named("x", "/range/1"))}, "/range/1", FaultCode.WRONG_TYPE),
        ({"range": (YEAR[1], YEAR[0])}, "/range/0", FaultCode.CONTRADICTION),
        ({"grain": "day", "compare": True}, "/compare", FaultCode.MISSING),
        (
            {"range": (Named("1000-01-02", "/range/0"), YEAR[1]), "compare": True},
            "/compare",
            FaultCode.OUT_OF_RANGE,
        ),
    ],
)
def test_faults_have_their_place(said: Any, at: str, code: FaultCode) -> None:
    assert axis(**said)[1] == [(at, code)]
