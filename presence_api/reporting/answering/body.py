"""An answer as JSON: what of it is the same however often it is shown."""

from collections.abc import Sequence
from typing import Any

import msgspec

from presence_api.reporting.answering.upstream import Answers
from presence_api.reporting.compiler.compiled import Column, CompiledReport
from presence_api.reporting.compiler.pivot import Matrix, Row, matrix


def body(report: CompiledReport, answers: Answers, spec_version: str) -> bytes:
    """Rows as lists, values as Cube gives them: numbers mostly as text, so that no digit is lost.

    Raises PivotTooWide.
    """
    rows = answers.main.rows[: report.limit]
    said: dict[str, Any] = {
        "fingerprint": report.fingerprint,
        "specVersion": spec_version,
        "columns": [_column(item) for item in report.columns],
        "data": _data(report.columns, rows),
        "truncated": len(answers.main.rows) > report.limit,
    }
    if answers.main.total is not None:
        said["total"] = answers.main.total
    if answers.prior is not None:
        said["prior"] = _data(report.columns, answers.prior.rows[: report.limit])
    if report.pivot is not None:
        totals = {total: one.rows for total, one in answers.totals.items()}
        said["pivot"] = _pivot(matrix(report.pivot, rows, totals))
    return msgspec.json.encode(said)


def _column(item: Column) -> dict[str, Any]:
    more = {
        "format": item.format,
        "currency": item.currency,
        "integer": item.integer or None,
        "masked": item.masked or None,
    }
    return {
        "name": item.name,
        "type": item.kind.value,
        "drillable": item.drillable,
        **{name: value for name, value in more.items() if value is not None},
    }


def _data(columns: Sequence[Column], rows: Sequence[Row]) -> list[list[Any]]:
    keys = [item.key for item in columns]
    return [[row.get(key) for key in keys] for row in rows]


def _pivot(found: Matrix) -> dict[str, Any]:
    totals = {
        "rowTotals": found.row_totals,
        "columnTotals": found.column_totals,
        "grandTotal": found.grand_total,
    }
    return {
        "rows": found.rows,
        "columns": found.columns,
        "cells": found.cells,
        **{name: value for name, value in totals.items() if value is not None},
    }
