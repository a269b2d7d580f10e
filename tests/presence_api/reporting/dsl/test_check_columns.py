"""The columns of a report."""

from typing import Any

import pytest

from presence_api.reporting.dsl.faults import FaultCode
from presence_api.reporting.dsl.report import OrderBy
from tests.presence_api.reporting.asked import Document, checked, faults

SALES: Document = {
    "version": "1",
    "entity": "order",
    "measures": ["count", {"measure": "total_price", "as": "sum"}],
    "dimensions": ["customer.customer_nation.name", "orderstatus"],
    "time": {"grain": "year"},
}


def test_columns_are_called_in_one_spelling_and_ordered_by_any() -> None:
    order = [{"by": "sum", "dir": "desc"}, {"by": "customer.customer_nation.name"}]
    found = checked({**SALES, "order": order})

    assert [item.path for item in found.dimensions] == ["customer.nation.name", "orderstatus"]
    assert [item.name for item in found.measures] == ["count", "sum"]
    assert found.order == (
        OrderBy("sum", descending=True),
        OrderBy("customer.nation.name"),
        OrderBy("orderdate"),
        OrderBy("orderstatus"),
    )


@pytest.mark.parametrize(
    ("change", "at", "code"),
    [
        ({"measures": ["count", "count"]}, "/measures/1", FaultCode.DOUBLED),
        (
            {"measures": ["count", {"measure": "count", "as": "n"}]},
            "/measures/1/measure",
            FaultCode.DOUBLED,
        ),
        (
            {"measures": [{"measure": "count", "as": "orderstatus"}]},
            "/measures/0/as",
            FaultCode.DOUBLED,
        ),
        ({"measures": [{"measure": "count", "as": "a b"}]}, "/measures/0/as", FaultCode.WRONG_TYPE),
        ({"dimensions": ["clerk", "clerk"]}, "/dimensions/1", FaultCode.DOUBLED),
        ({"dimensions": ["orderdate"]}, "/dimensions/0", FaultCode.DOUBLED),
        ({"dimensions": ["count"]}, "/dimensions/0", FaultCode.UNKNOWN_NAME),
        ({"order": [{"by": "max_price"}]}, "/order/0/by", FaultCode.UNKNOWN_NAME),
        ({"order": [{"by": "total_price"}]}, "/order/0/by", FaultCode.UNKNOWN_NAME),
        ({"order": [{"by": "sum"}, {"by": "sum"}]}, "/order/1/by", FaultCode.DOUBLED),
    ],
)
def test_columns_that_are_none_have_their_place(change: Any, at: str, code: FaultCode) -> None:
    assert [(item.pointer, item.code) for item in faults({**SALES, **change})] == [(at, code)]


PIVOT = {"rows": ["customer.nation.name", "orderstatus"], "columns": ["orderdate"]}


def test_every_group_goes_down_or_across() -> None:
    found = checked({**SALES, "pivot": PIVOT}).pivot

    assert found
    assert (found.rows, found.columns) == (("customer.nation.name", "orderstatus"), ("orderdate",))
    assert (found.max_columns, found.fill, found.totals) == (200, None, frozenset())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rows": ["orderstatus"]}, FaultCode.MISSING),
        ({"columns": []}, FaultCode.MISSING),
        ({"columns": ["orderdate", "orderstatus"]}, FaultCode.DOUBLED),
        ({"columns": ["orderdate", "sum"]}, FaultCode.UNFIT),
        ({"columns": ["orderdate", "clerk"]}, FaultCode.UNKNOWN_NAME),
    ],
)
def test_a_group_that_is_lost_or_doubled_is_told(change: Any, code: FaultCode) -> None:
    found = faults({**SALES, "pivot": {**PIVOT, **change}})

    assert code in {item.code for item in found}
    assert {item.pointer.split("/")[1] for item in found} == {"pivot"}
