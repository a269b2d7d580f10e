"""One query in Cube's words."""

from typing import Any

from metamodel.model.join_graph import join_graph
from presence_api.reporting.compiler.compiled import CubeQuery
from presence_api.reporting.compiler.queries import QueryWriter
from tests.presence_api.reporting.asked import Document, checked, member, model

WRITER = QueryWriter(join_graph(model()), model().extent)
SALES: Document = {"entity": "lineitem", "measures": ["revenue"]}


def written(**said: Any) -> CubeQuery:
    report = checked({**SALES, **said})
    return WRITER.query(report, report.grouped_by, report.limit + 1)


def test_a_role_is_a_cube_of_its_own() -> None:
    assert WRITER.member(member("order", "customer.nation.region.name")) == "customer_region.name"


def test_a_query_without_groups_has_an_order_and_a_limit_too() -> None:
    assert written().body == {
        "measures": ["lineitem.revenue"],
        "order": [],
        "limit": 1001,
        "timezone": "UTC",
        "cache": "stale-if-slow",
    }


def test_dates_stand_with_the_times_and_never_among_filters() -> None:
    where = {
        "and": [
            {"field": "order.orderdate", "op": "lt", "value": "1995-03-15"},
            {"field": "shipdate", "op": "gt", "value": "1995-03-15"},
            {"field": "receiptdate", "op": "notNull"},
        ]
    }
    found = written(where=where, time={"grain": "month"})

    assert found.body["timeDimensions"] == [
        {
            "dimension": "lineitem.shipdate",
            "granularity": "month",
            "dateRange": ["1995-03-16", "1999-12-31"],
        },
        {"dimension": "orders.orderdate", "dateRange": ["1992-01-01", "1995-03-14"]},
    ]
    assert found.body["filters"] == [{"member": "lineitem.receiptdate", "operator": "set"}]
    assert [item.dimension for item in found.ranges] == ["lineitem.shipdate", "orders.orderdate"]


def test_a_page_says_where_it_begins_and_how_much_there_is() -> None:
    body = written(dimensions=["shipmode"], offset=20, limit=10, totalCount=True).body

    assert (body["offset"], body["limit"], body["total"]) == (20, 11, True)


def test_conditions_on_rows_and_on_figures_are_filters() -> None:
    where = {"field": "shipmode", "op": "eq", "value": "AIR"}
    having = {"field": "revenue", "op": "gt", "value": 5}

    assert [item["member"] for item in written(where=where, having=having).body["filters"]] == [
        "lineitem.shipmode",
        "lineitem.revenue",
    ]


def test_freshness_is_cubes_cache_mode() -> None:
    modes = [
        written(freshness={"mode": mode}).body["cache"]
        for mode in ("cache_first", "revalidate", "fresh")
    ]

    assert modes == ["stale-if-slow", "must-revalidate", "no-cache"]
