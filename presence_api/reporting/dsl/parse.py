"""From decoded JSON to a request, with every fault of form."""

import math
from collections.abc import Iterator
from typing import Any

from presence_api.reporting.dsl.faults import FaultCode, Faults
from presence_api.reporting.dsl.fields import Fields, text_of
from presence_api.reporting.dsl.parse_conditions import parse_condition
from presence_api.reporting.dsl.request import (
    DEFAULT_LIMIT,
    DEFAULT_TIMEOUT_S,
    MOST_AGE_S,
    MOST_COLUMNS,
    MOST_DIMENSIONS,
    MOST_MEASURES,
    MOST_OFFSET,
    MOST_ROWS,
    MOST_SEGMENTS,
    MOST_TIMEOUT_S,
    VERSION,
    Condition,
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

_PRIOR = "prior_period"
_ENDS = 2


def parse(document: Any, faults: Faults) -> Request:
    """What can be read of a request; whatever cannot is among the faults."""
    fields = Fields(document, "", faults)
    version = fields.text("version", required=True)
    if version not in {None, VERSION}:
        message = f"only version {VERSION} is understood"
        faults.add(fields.place("version"), FaultCode.UNSUPPORTED_VERSION, message)
    request = Request(
        entity=_named(fields, "entity", required=True),
        measures=tuple(_measures(fields, faults)),
        dimensions=tuple(_names(fields, "dimensions", MOST_DIMENSIONS, faults)),
        time=_time(fields.object("time"), faults),
        where=_condition(fields, "where", faults),
        having=_condition(fields, "having", faults),
        segments=tuple(_names(fields, "segments", MOST_SEGMENTS, faults)),
        order=tuple(_order(fields, faults)),
        limit=fields.whole("limit", DEFAULT_LIMIT, 1, MOST_ROWS),
        offset=fields.whole("offset", 0, 0, MOST_OFFSET),
        pivot=_pivot(fields.object("pivot"), faults),
        drill=_drill(fields.object("drill")),
        total_count=fields.flag("totalCount"),
        terms=_terms(fields, faults),
    )
    fields.close()
    return request


def _named(fields: Fields, name: str, *, required: bool = False) -> Named | None:
    if name not in fields and not required:
        fields.take(name)
        return None
    text = fields.text(name, required=required)
    return Named(text, fields.place(name)) if text is not None else None


def _names(fields: Fields, name: str, most: int, faults: Faults) -> Iterator[Named]:
    for at, item in fields.items(name, most):
        text = text_of(item, at, faults)
        if text is not None:
            yield Named(text, at)


def _measures(fields: Fields, faults: Faults) -> Iterator[MeasureAsked]:
    for at, item in fields.items("measures", MOST_MEASURES):
        if isinstance(item, dict):
            inner = Fields(item, at, faults)
            named = _named(inner, "measure", required=True)
            alias = _named(inner, "as")
            inner.close()
            if named:
                yield MeasureAsked(named, alias)
        else:
            text = text_of(item, at, faults)
            if text is not None:
                yield MeasureAsked(Named(text, at))


def _time(fields: Fields | None, faults: Faults) -> TimeAsked | None:
    if fields is None:
        return None
    fields.choice("timezone", ("UTC",), "UTC")
    compare = fields.choice("compare", (_PRIOR,), "") == _PRIOR
    asked = TimeAsked(
        fields.at,
        _named(fields, "field"),
        _named(fields, "grain"),
        _range(fields, faults),
        compare,
    )
    fields.close()
    return asked


def _range(fields: Fields, faults: Faults) -> tuple[Named, Named] | Named | None:
    if not isinstance(fields.take("range"), list):
        return _named(fields, "range")
    ends = tuple(_names(fields, "range", _ENDS, faults))
    if len(ends) != _ENDS:
        faults.add(fields.place("range"), FaultCode.WRONG_TYPE, "wants two ends, or words")
        return None
    return ends[0], ends[1]


def _condition(fields: Fields, name: str, faults: Faults) -> Condition | None:
    value = fields.take(name)
    return parse_condition(value, fields.place(name), faults) if name in fields else None


def _order(fields: Fields, faults: Faults) -> Iterator[OrderAsked]:
    for at, item in fields.items("order", MOST_MEASURES + MOST_DIMENSIONS + 1):
        inner = Fields(item, at, faults)
        by = _named(inner, "by", required=True)
        descending = inner.choice("dir", ("asc", "desc"), "asc") == "desc"
        inner.close()
        if by:
            yield OrderAsked(by, descending)


def _pivot(fields: Fields | None, faults: Faults) -> PivotAsked | None:
    if fields is None:
        return None
    asked = PivotAsked(
        fields.at,
        tuple(_names(fields, "rows", MOST_DIMENSIONS + 1, faults)),
        tuple(_names(fields, "columns", MOST_DIMENSIONS + 1, faults)),
        _totals(fields.object("totals")),
        fields.whole("maxColumns", MOST_COLUMNS, 1, MOST_COLUMNS),
        _fill(fields, faults),
    )
    fields.close()
    return asked


def _totals(fields: Fields | None) -> frozenset[Total]:
    if fields is None:
        return frozenset()
    found = frozenset(total for total in Total if fields.flag(total))
    fields.close()
    return found


def _fill(fields: Fields, faults: Faults) -> int | float | None:
    value: int | float | None = fields.take("fill")
    if value is None or (type(value) in {int, float} and math.isfinite(value)):
        return value
    faults.add(fields.place("fill"), FaultCode.WRONG_TYPE, "wants a number or null")
    return None


def _drill(fields: Fields | None) -> DrillAsked | None:
    if fields is None:
        return None
    measure, cell = _named(fields, "measure", required=True), fields.object("at")
    fields.close()
    entries = cell.entries() if cell else ()
    values = tuple((Named(name, at), value) for name, at, value in entries)
    return DrillAsked(measure, values) if measure else None


def _terms(fields: Fields, faults: Faults) -> Terms:
    timeout_s = fields.whole("timeout", DEFAULT_TIMEOUT_S, 1, MOST_TIMEOUT_S)
    explain = fields.flag("explain")
    inner = fields.object("freshness")
    if inner is None:
        return Terms(timeout_s=timeout_s, explain=explain)
    mode = inner.choice("mode", {*FreshnessMode}, FreshnessMode.CACHE_FIRST)
    limited = "maxAge" in inner
    age_s = inner.whole("maxAge", MOST_AGE_S, 0, MOST_AGE_S)
    epochs = inner.object("min_epoch")
    inner.close()
    least = {
        name: value
        for name, at, value in (epochs.entries() if epochs else ())
        if _is_epoch(value, at, faults)
    }
    return Terms(FreshnessMode(mode), age_s if limited else None, least, timeout_s, explain)


def _is_epoch(value: Any, at: str, faults: Faults) -> bool:
    if type(value) is int and value >= 0:
        return True
    faults.add(at, FaultCode.WRONG_TYPE, "wants an epoch: a whole number from 0 on")
    return False
