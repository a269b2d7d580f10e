"""An answer as JSON."""

from typing import Any

import msgspec

from presence_api.ports.report_source import SourceAnswer
from presence_api.reporting.answering.body import body
from presence_api.reporting.answering.upstream import Answers
from presence_api.reporting.compiler.compile import ReportCompiler
from presence_api.reporting.dsl.request import Total
from tests.presence_api.reporting.asked import checked, model

COMPILER = ReportCompiler(model())
ROWS = [
    {"orders.orderstatus": "F", "orders.count": "7"},
    {"orders.orderstatus": "O", "orders.count": "5"},
    {"orders.orderstatus": "P"},
]


def told(answers: Answers, **more: Any) -> Any:
    question = {"entity": "order", "measures": ["count"], "dimensions": ["orderstatus"]}
    report = COMPILER.compile(checked(question | more))
    return msgspec.json.decode(body(report, answers, "1.0.0"))


def test_rows_are_lists_in_the_order_of_their_columns() -> None:
    found = told(Answers(SourceAnswer(ROWS)))
    assert found["data"] == [["F", "7"], ["O", "5"], ["P", None]]
    assert found["columns"] == [
        {"name": "orderstatus", "type": "string", "drillable": False},
        {"name": "count", "type": "number", "drillable": False, "integer": True},
    ]
    assert (found["truncated"], found["specVersion"]) == (False, "1.0.0")
    assert not {"total", "prior", "pivot"} & found.keys()


def test_a_row_too_many_says_that_there_are_more() -> None:
    found = told(Answers(SourceAnswer(ROWS)), limit=2)
    assert (len(found["data"]), found["truncated"]) == (2, True)


def test_all_rows_are_counted_and_the_stretch_before_is_beside() -> None:
    found = told(Answers(SourceAnswer(ROWS, total=12), SourceAnswer(ROWS[1:])))
    assert (found["total"], found["prior"]) == (12, [["O", "5"], ["P", None]])


def test_a_matrix_is_beside_its_rows() -> None:
    totals = {Total.GRAND: SourceAnswer([{"orders.count": "12"}])}
    pivot = {"rows": [], "columns": ["orderstatus"], "totals": {"grand": True}}
    found = told(Answers(SourceAnswer(ROWS[:2]), totals=totals), pivot=pivot)
    assert found["pivot"] == {
        "rows": [[]],
        "columns": [["F"], ["O"]],
        "cells": [[["7"], ["5"]]],
        "grandTotal": ["12"],
    }
