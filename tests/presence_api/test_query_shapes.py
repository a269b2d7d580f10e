"""What searches and reports have in common."""

from typing import get_args

from presence_api.entities.search.where import OPERATORS
from presence_api.query_shapes import Operator
from presence_api.reporting.dsl.request import Operator as ReportOperator


def test_the_same_operators_are_described_and_read() -> None:
    assert set(get_args(Operator)) == OPERATORS


def test_reports_have_the_same_ones() -> None:
    assert set(get_args(Operator)) == {*ReportOperator}
