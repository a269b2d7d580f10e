"""From decoded JSON to a request."""

from typing import Any

import pytest

from presence_api.reporting.dsl.faults import FaultCode, Faults
from presence_api.reporting.dsl.parse import parse
from presence_api.reporting.dsl.request import (
    DrillAsked,
    FreshnessMode,
    MeasureAsked,
    Named,
    OrderAsked,
    PivotAsked,
    Request,
    Terms,
    TimeAsked,
    Total,
)

WHOLE: dict[str, Any] = {
    "version": "1",
    "entity": "order",
    "measures": ["count", {"measure": "total_price", "as": "sum"}],
    "dimensions": ["customer.nation.name"],
    "time": {"field": "orderdate", "grain": "day", "range": ["1994-01-01", "1994-12-31"]},
    "segments": ["customer.in_debt"],
    "order": [{"by": "sum", "dir": "desc"}, {"by": "count"}],
    "limit": 50_000,
    "offset": 100_000,
    "pivot": {
        "rows": ["orderdate"],
        "columns": ["customer.nation.name"],
        "totals": {"rows": True, "grand": False},
        "maxColumns": 20,
        "fill": 0,
    },
    "drill": {"measure": "count", "at": {"orderstatus": "F"}},
    "totalCount": True,
    "freshness": {"mode": "revalidate", "maxAge": 60, "min_epoch": {"orders.by_day": 7}},
    "timeout": 5,
    "explain": True,
}


def parsed(document: Any) -> tuple[Request, list[tuple[str, FaultCode]]]:
    faults = Faults()
    found = parse(document, faults)
    return found, [(item.pointer, item.code) for item in faults.found]


def test_everything_that_can_be_said_is_read() -> None:
    found, faults = parsed(WHOLE)

    assert faults == []
    assert found.measures == (
        MeasureAsked(Named("count", "/measures/0")),
        MeasureAsked(Named("total_price", "/measures/1/measure"), Named("sum", "/measures/1/as")),
    )
    ends = (Named("1994-01-01", "/time/range/0"), Named("1994-12-31", "/time/range/1"))
    field, grain = Named("orderdate", "/time/field"), Named("day", "/time/grain")
    assert found.time == TimeAsked("/time", field, grain, ends)
    assert found.order == (
        OrderAsked(Named("sum", "/order/0/by"), descending=True),
        OrderAsked(Named("count", "/order/1/by")),
    )
    assert found.pivot == PivotAsked(
        "/pivot",
        (Named("orderdate", "/pivot/rows/0"),),
        (Named("customer.nation.name", "/pivot/columns/0"),),
        frozenset({Total.ROWS}),
        20,
        0,
    )
    cell = ((Named("orderstatus", "/drill/at/orderstatus"), "F"),)
    assert found.drill == DrillAsked(Named("count", "/drill/measure"), cell)
    assert found.terms == Terms(FreshnessMode.REVALIDATE, 60, {"orders.by_day": 7}, 5, explain=True)
    assert (found.limit, found.offset, found.total_count) == (50_000, 100_000, True)


@pytest.mark.parametrize(
    ("change", "at", "code"),
    [
        ({"version": "2"}, "/version", FaultCode.UNSUPPORTED_VERSION),
        ({"version": 1}, "/version", FaultCode.WRONG_TYPE),
        ({"measures": ["count"] * 21}, "/measures", FaultCode.OUT_OF_RANGE),
        ({"measures": [7]}, "/measures/0", FaultCode.WRONG_TYPE),
        ({"measures": [{"as": "x"}]}, "/measures/0", FaultCode.MISSING),
        ({"dimensions": ["a"] * 11}, "/dimensions", FaultCode.OUT_OF_RANGE),
        ({"dimensions": "a"}, "/dimensions", FaultCode.WRONG_TYPE),
        ({"time": {"range": ["1994-01-01"]}}, "/time/range", FaultCode.WRONG_TYPE),
        ({"time": {"range": 3}}, "/time/range", FaultCode.WRONG_TYPE),
        ({"time": {"timezone": "Europe/Berlin"}}, "/time/timezone", FaultCode.OUT_OF_RANGE),
        ({"time": {"compare": "last_year"}}, "/time/compare", FaultCode.OUT_OF_RANGE),
        ({"order": [{"dir": "asc"}]}, "/order/0", FaultCode.MISSING),
        ({"order": [{"by": "a", "dir": "up"}]}, "/order/0/dir", FaultCode.OUT_OF_RANGE),
        ({"limit": 0}, "/limit", FaultCode.OUT_OF_RANGE),
        ({"limit": 50_001}, "/limit", FaultCode.OUT_OF_RANGE),
        ({"offset": 100_001}, "/offset", FaultCode.OUT_OF_RANGE),
        ({"pivot": {"maxColumns": 201}}, "/pivot/maxColumns", FaultCode.OUT_OF_RANGE),
        ({"pivot": {"fill": True}}, "/pivot/fill", FaultCode.WRONG_TYPE),
        ({"pivot": {"fill": float("inf")}}, "/pivot/fill", FaultCode.WRONG_TYPE),
        ({"pivot": {"totals": {"all": True}}}, "/pivot/totals/all", FaultCode.UNKNOWN_FIELD),
        ({"drill": {"at": {}}}, "/drill", FaultCode.MISSING),
        ({"freshness": {"mode": "soon"}}, "/freshness/mode", FaultCode.OUT_OF_RANGE),
        ({"freshness": {"maxAge": -1}}, "/freshness/maxAge", FaultCode.OUT_OF_RANGE),
        ({"freshness": {"min_epoch": {"a": "7"}}}, "/freshness/min_epoch/a", FaultCode.WRONG_TYPE),
        ({"timeout": 61}, "/timeout", FaultCode.OUT_OF_RANGE),
        ({"tenant": "EUROPE"}, "/tenant", FaultCode.UNKNOWN_FIELD),
        ({"securityContext": {}}, "/securityContext", FaultCode.UNKNOWN_FIELD),
        ({"where": None}, "/where", FaultCode.WRONG_TYPE),
    ],
)
def test_faults_of_form_have_their_place(change: dict[str, Any], at: str, code: FaultCode) -> None:
    assert (at, code) in parsed({**WHOLE, **change})[1]


@pytest.mark.parametrize("document", [None, [], "order", 3])
def test_what_is_no_object_is_no_request(document: Any) -> None:
    assert ("", FaultCode.WRONG_TYPE) in parsed(document)[1]


def test_all_faults_are_told_at_once() -> None:
    _, faults = parsed({"limit": 0, "offset": "x", "lmit": 3, "order": [3]})

    assert {at for at, _ in faults} == {"", "/limit", "/offset", "/lmit", "/order/0"}


def test_words_may_be_a_range() -> None:
    found, faults = parsed({**WHOLE, "time": {"range": "last 30 days", "compare": "prior_period"}})

    assert faults == []
    assert found.time == TimeAsked(
        "/time", range=Named("last 30 days", "/time/range"), compare=True
    )
