"""TPC-H's questions in the words of reports: planned by Cube's compiler, answered as published."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest

from metamodel.modelgen.smoke import compare_rows, published_rows
from ops.tpch.offline import offline_tables
from ops.tpch.planned_answers import planned_rows
from orchestration.adapters.compiler_node import NodeCompiler
from orchestration.ports.compiler import Compilation
from presence_api.reporting.compiler.compile import ReportCompiler
from presence_api.reporting.compiler.compiled import CompiledReport
from presence_api.reporting.dsl.check import ReportCheck
from tests.golden.tpch_data import published_answer
from tests.golden.tpch_model import CUBE_MODELS, tpch_document, tpch_model, tpch_queries

pytestmark = pytest.mark.node

NOW = datetime(1998, 12, 1, tzinfo=UTC)
GROUPS = ("admin",)


def _is(field: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": "eq", "value": value}


def _in(field: str, *values: Any) -> dict[str, Any]:
    return {"field": field, "op": "in", "value": list(values)}


def _between(field: str, low: Any, high: Any) -> dict[str, Any]:
    return {"field": field, "op": "between", "value": [low, high]}


def _op(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


def _nations(supplier: str, customer: str) -> dict[str, Any]:
    sides = (_is("supplier.nation.name", supplier), _is("order.customer.nation.name", customer))
    return {"and": list(sides)}


def _goods(brand: str, box: str, quantity: int, size: int) -> dict[str, Any]:
    ends = {"SM": ("CASE", "BOX", "PACK", "PKG"), "MED": ("BAG", "BOX", "PKG", "PACK")}
    boxes = [f"{box} {end}" for end in ends.get(box, ends["SM"])]
    wanted = (_is("part.brand", brand), _in("part.container", *boxes))
    limits = (_between("line_quantity", quantity, quantity + 10), _between("part.size", 1, size))
    return {"and": [*wanted, *limits]}


QUESTIONS: dict[str, dict[str, Any]] = {
    "Q1": {
        "entity": "lineitem",
        "measures": [
            *("quantity", "base_price", "revenue", "charge"),
            *("avg_qty", "avg_price", "avg_disc", "count"),
        ],
        "dimensions": ["returnflag", "linestatus"],
        "where": {
            "and": [
                _op("shipdate", "lte", "1998-09-02"),
                {"field": "comment", "op": "notNull"},  # which no rollup can tell
            ]
        },
    },
    "Q3": {
        "entity": "lineitem",
        "measures": ["revenue"],
        "dimensions": ["order.orderkey", "order.orderdate", "order.shippriority"],
        "where": {
            "and": [
                _is("order.customer.mktsegment", "BUILDING"),
                _op("order.orderdate", "lt", "1995-03-15"),
                _op("shipdate", "gt", "1995-03-15"),
            ]
        },
        "order": [{"by": "revenue", "dir": "desc"}, {"by": "order.orderdate"}],
        "limit": 10,
    },
    "Q5": {
        "entity": "lineitem",
        "measures": ["revenue"],
        "dimensions": ["supplier.nation.name"],
        "time": {"field": "order.orderdate", "range": ["1994-01-01", "1994-12-31"]},
        "where": {
            "and": [_is("supplier.nation.region.name", "ASIA"), _is("is_local_supplier", True)]
        },
        "order": [{"by": "revenue", "dir": "desc"}],
    },
    "Q6": {
        "entity": "lineitem",
        "measures": ["discount_value"],
        "time": {"range": ["1994-01-01", "1994-12-31"]},
        "where": {
            "and": [_between("discount", 0.05, 0.07), _op("line_quantity", "lt", 24)],
        },
    },
    "Q7": {
        "entity": "lineitem",
        "measures": ["revenue"],
        "dimensions": ["supplier.nation.name", "order.customer.nation.name"],
        "time": {"grain": "year", "range": ["1995-01-01", "1996-12-31"]},
        "where": {"or": [_nations("FRANCE", "GERMANY"), _nations("GERMANY", "FRANCE")]},
        "order": [{"by": "supplier.nation.name"}, {"by": "order.customer.nation.name"}],
    },
    "Q9": {
        "entity": "lineitem",
        "measures": ["profit"],
        "dimensions": ["supplier.nation.name", "order.orderyear"],
        "where": _op("part.name", "contains", "green"),
        "order": [{"by": "supplier.nation.name"}, {"by": "order.orderyear", "dir": "desc"}],
    },
    "Q11": {
        "entity": "part_supply",
        "measures": ["stock_value"],
        "dimensions": ["partkey"],
        "where": _is("supplier.nation.name", "GERMANY"),
        "having": _op("stock_value_share", "gt", 0.0001),
        "order": [{"by": "stock_value", "dir": "desc"}],
        "limit": 50_000 - 1,
    },
    "Q12": {
        "entity": "lineitem",
        "measures": ["high_line_count", "low_line_count"],
        "dimensions": ["shipmode"],
        "time": {"field": "receiptdate", "range": ["1994-01-01", "1994-12-31"]},
        "where": {
            "and": [
                _in("shipmode", "MAIL", "SHIP"),
                _is("is_late", True),
                _is("shipped_before_commit", True),
            ]
        },
    },
    "Q13": {
        "entity": "customer",
        "measures": ["count"],
        "dimensions": ["ordinary_order_count"],
        "order": [
            {"by": "count", "dir": "desc"},
            {"by": "ordinary_order_count", "dir": "desc"},
        ],
    },
    "Q14": {
        "entity": "lineitem",
        "measures": ["promo_share"],
        "time": {"range": ["1995-09-01", "1995-09-30"]},
    },
    "Q15": {
        "entity": "lineitem",
        "measures": ["revenue"],
        "dimensions": ["supplier.suppkey", "supplier.name", "supplier.address", "supplier.phone"],
        "time": {"range": ["1996-01-01", "1996-03-31"]},
        "having": _is("revenue_place", 1),
    },
    "Q16": {
        "entity": "part_supply",
        "measures": ["supplier_count"],
        "dimensions": ["part.brand", "part.type", "part.size"],
        "where": {
            "and": [
                {"not": _is("part.brand", "Brand#45")},
                {"not": _op("part.type", "startsWith", "MEDIUM POLISHED")},
                _in("part.size", 49, 14, 23, 45, 19, 3, 36, 9),
                _is("supplier.has_complaints", False),
            ]
        },
        "order": [{"by": "supplier_count", "dir": "desc"}],
    },
    "Q19": {
        "entity": "lineitem",
        "measures": ["revenue"],
        "where": {
            "and": [
                _in("shipmode", "AIR", "AIR REG"),
                _is("shipinstruct", "DELIVER IN PERSON"),
                {
                    "or": [
                        _goods("Brand#12", "SM", 1, 5),
                        _goods("Brand#23", "MED", 10, 10),
                        _goods("Brand#34", "LG", 20, 15),
                    ]
                },
            ]
        },
    },
    "Q21": {
        "entity": "lineitem",
        "measures": ["count"],
        "dimensions": ["supplier.name"],
        "segments": ["late"],
        "where": {
            "and": [
                _is("order.orderstatus", "F"),
                _is("supplier.nation.name", "SAUDI ARABIA"),
                _op("order.supplier_count", "gt", 1),
                _is("order.late_supplier_count", 1),
            ]
        },
        "order": [{"by": "count", "dir": "desc"}],
        "limit": 100,
    },
}

BY_DAY: dict[str, Any] = {
    "entity": "order",
    "measures": ["count", "avg_price"],
    "dimensions": ["orderstatus"],
    "time": {"grain": "month", "range": ["1994-01-01", "1994-12-31"], "compare": "prior_period"},
    "where": {"not": {"and": [_is("orderpriority", "1-URGENT"), _is("tenant_id", "ASIA")]}},
}
MATRIX: dict[str, Any] = {
    "entity": "lineitem",
    "measures": ["count", "avg_price"],
    "dimensions": ["returnflag", "linestatus"],
    "pivot": {
        "rows": ["returnflag"],
        "columns": ["linestatus"],
        "totals": {"rows": True, "columns": True, "grand": True},
    },
}


def report(document: Mapping[str, Any]) -> CompiledReport:
    model = tpch_document().require()
    checked = ReportCheck(model).check({"version": "1", **document}, groups=GROUPS, now=NOW)
    return ReportCompiler(model).compile(checked)


@pytest.fixture(scope="module")
def plans() -> Compilation:
    asked = {name: report(document).main.body for name, document in QUESTIONS.items()}
    of_rollup = {**QUESTIONS["Q1"], "where": _op("shipdate", "lte", "1998-09-02")}
    asked["Q1 of a rollup"] = report(of_rollup).main.body
    by_day, matrix = report(BY_DAY), report(MATRIX)
    assert by_day.prior
    asked |= {"by day": by_day.main.body, "by day before": by_day.prior.body}
    asked |= {f"matrix {total}": query.body for total, query in matrix.totals.items()}
    return NodeCompiler(CUBE_MODELS / "server").compile(tpch_model().files, asked)


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with offline_tables() as connection:
        yield connection


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_report_gives_the_published_answer(
    name: str, plans: Compilation, database: duckdb.DuckDBPyConnection
) -> None:
    query = next(item for item in tpch_queries() if item.name == name)
    limit = report(QUESTIONS[name]).limit
    expected = published_rows(published_answer(database, query.tpch))
    actual = planned_rows(database, plans.plans[name], query)[:limit]

    assert [str(item) for item in compare_rows(expected, actual, query.columns)] == []


def test_a_condition_that_is_dropped_is_noticed(database: duckdb.DuckDBPyConnection) -> None:
    query = next(item for item in tpch_queries() if item.name == "Q6")
    main = report({**QUESTIONS["Q6"], "where": _between("discount", 0.05, 0.07)}).main
    found = NodeCompiler(CUBE_MODELS / "server").compile(tpch_model().files, {"q": main.body})
    expected = published_rows(published_answer(database, query.tpch))

    assert compare_rows(expected, planned_rows(database, found.plans["q"], query), query.columns)


def test_reports_and_what_they_are_compared_with_are_served_by_rollups(plans: Compilation) -> None:
    used = {name: item.used_rollups for name, item in plans.plans.items()}

    assert used["by day"] == used["by day before"] == ("orders.by_day",)
    assert used["matrix rows"] == used["matrix columns"] == used["matrix grand"]
    assert used["matrix rows"] == ("lineitem.by_day",)
    assert used["Q1 of a rollup"] == ("lineitem.by_day",)
