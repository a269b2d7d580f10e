"""The one form of a report: equal questions, equal text. It is a request itself."""

from typing import Any

from metamodel.kernel import canonical
from presence_api.reporting.dsl.conditions import as_request, joined
from presence_api.reporting.dsl.report import MeasureColumn, Pivot, Report, TimeAxis
from presence_api.reporting.dsl.request import VERSION, Total
from presence_api.reporting.dsl.spans import end_text, start_text


def canonical_request(report: Report) -> dict[str, Any]:
    """The request that asks for this report and leaves nothing to defaults.

    How it is to be answered (`freshness`, `timeout`, `explain`) is no part of the question.
    """
    said: dict[str, Any] = {
        "version": VERSION,
        "entity": report.entity,
        "limit": report.limit,
        "offset": report.offset,
        "order": [
            {"by": item.column, "dir": "desc" if item.descending else "asc"}
            for item in report.order
        ],
        "segments": sorted(item.path for item in report.segments),
        "totalCount": report.total_count,
    }
    conditions = (*((report.where,) if report.where else ()), *report.within.values())
    where = joined(conditions, any_of=False)
    if where:
        said["where"] = as_request(where)
    if report.drill:
        return {**said, "drill": {"measure": report.drill.path, "at": {}}}
    said["measures"] = [_measure(item) for item in report.measures]
    said["dimensions"] = [item.path for item in report.dimensions]
    if report.time:
        said["time"] = _time(report.time)
    if report.having:
        said["having"] = as_request(report.having)
    if report.pivot:
        said["pivot"] = _pivot(report.pivot)
    return said


def fingerprint(report: Report) -> str:
    """SHA-256 in hex of the canonical form."""
    return canonical.fingerprint(canonical_request(report))


def _measure(item: MeasureColumn) -> dict[str, str]:
    return {"measure": item.member.path, "as": item.name}


def _time(item: TimeAxis) -> dict[str, Any]:
    said: dict[str, Any] = {"field": item.member.path, "timezone": "UTC"}
    if item.grain:
        said["grain"] = item.grain
    if item.span and item.span.start and item.span.end:
        said["range"] = [start_text(item.span.start), end_text(item.span.end)]
    if item.prior:
        said["compare"] = "prior_period"
    return said


def _pivot(item: Pivot) -> dict[str, Any]:
    return {
        "rows": list(item.rows),
        "columns": list(item.columns),
        "totals": {total.value: total in item.totals for total in Total},
        "maxColumns": item.max_columns,
        "fill": item.fill,
    }
