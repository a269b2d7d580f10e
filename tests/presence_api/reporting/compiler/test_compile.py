"""From a checked report to everything that is asked."""

from collections.abc import Iterator
from typing import Any

from hypothesis import given

from metamodel.modelgen.closure import Index
from metamodel.modelgen.plan import plan
from metamodel.modelgen.probes import hidden_members
from presence_api.reporting.compiler.compile import ReportCompiler
from presence_api.reporting.compiler.compiled import Column, CompiledReport, CubeQuery
from presence_api.reporting.dsl.check import ReportCheck
from presence_api.reporting.dsl.member import Kind
from presence_api.reporting.dsl.request import Total
from tests.presence_api.reporting.asked import MASKING, NOW, Document, checked, model, requests

COMPILER = ReportCompiler(model())
INDEX = Index.of(plan(model()))
SALES: Document = {
    "entity": "lineitem",
    "measures": ["revenue", {"measure": "supplier_count", "as": "suppliers"}],
    "dimensions": ["supplier.nation.name", "returnflag"],
    "time": {"grain": "year", "range": ["1995-01-01", "1996-12-31"]},
}


def compiled(document: Document) -> CompiledReport:
    return COMPILER.compile(checked(document))


def test_a_report_is_one_query() -> None:
    found = compiled(SALES)

    assert found.main.body == {
        "measures": ["lineitem.revenue", "lineitem.supplier_count"],
        "dimensions": ["supplier_nation.name", "lineitem.returnflag"],
        "timeDimensions": [
            {
                "dimension": "lineitem.shipdate",
                "granularity": "year",
                "dateRange": ["1995-01-01", "1996-12-31"],
            }
        ],
        "order": [
            ["lineitem.shipdate", "asc"],
            ["supplier_nation.name", "asc"],
            ["lineitem.returnflag", "asc"],
        ],
        "limit": 1001,
        "timezone": "UTC",
        "cache": "stale-if-slow",
    }
    assert (found.prior, found.totals, found.pivot, found.limit) == (None, {}, None, 1000)


def test_columns_are_time_then_dimensions_then_measures() -> None:
    assert compiled(SALES).columns == (
        Column("shipdate", "lineitem.shipdate.year", Kind.TIME),
        Column("supplier.nation.name", "supplier_nation.name", Kind.TEXT),
        Column("returnflag", "lineitem.returnflag", Kind.TEXT),
        Column("revenue", "lineitem.revenue", Kind.NUMBER),
        Column("suppliers", "lineitem.supplier_count", Kind.NUMBER, integer=True),
    )


def test_cubes_on_the_way_and_inside_measures_are_touched() -> None:
    assert compiled(SALES).cubes == {"lineitem", "supplier", "supplier_nation"}
    promo = {"entity": "lineitem", "measures": ["promo_revenue"]}
    assert compiled(promo).cubes == {"lineitem", "part"}


def test_a_comparison_is_a_second_query_of_its_own_range() -> None:
    time = {"grain": "month", "range": ["1995-04-01", "1995-06-30"], "compare": "prior_period"}
    found = compiled({"entity": "order", "measures": ["count"], "time": time})

    assert found.prior is not None
    assert [_days(item) for item in (found.main, found.prior)] == [
        ["1995-04-01", "1995-06-30"],
        ["1995-01-01", "1995-03-31"],
    ]
    assert {**found.prior.body, "timeDimensions": 0} == {**found.main.body, "timeDimensions": 0}
    assert found.prior.ranges[0].end < found.main.ranges[0].start


def _days(query: CubeQuery) -> Any:
    return query.body["timeDimensions"][0]["dateRange"]


def test_totals_are_asked_for_and_never_summed() -> None:
    pivot = {
        "rows": ["supplier.nation.name", "returnflag"],
        "columns": ["shipdate"],
        "totals": {"rows": True, "columns": True, "grand": True},
        "maxColumns": 12,
    }
    order = [{"by": "revenue", "dir": "desc"}, {"by": "shipdate", "dir": "desc"}]
    found = compiled({**SALES, "pivot": pivot, "order": order, "totalCount": True})
    rows, columns, grand = (found.totals[total].body for total in Total)

    assert rows["dimensions"] == found.main.body["dimensions"]
    assert rows["timeDimensions"] == [
        {"dimension": "lineitem.shipdate", "dateRange": ["1995-01-01", "1996-12-31"]}
    ]
    assert rows["limit"] == 1001
    assert columns["timeDimensions"] == found.main.body["timeDimensions"]
    assert columns["order"] == [["lineitem.revenue", "desc"], ["lineitem.shipdate", "desc"]]
    assert (columns["limit"], "dimensions" in columns) == (13, False)
    assert (grand["limit"], grand["order"], "dimensions" in grand) == (1, [], False)
    assert {tuple(item["measures"]) for item in (rows, columns, grand)} == {
        ("lineitem.revenue", "lineitem.supplier_count")
    }
    assert found.main.body["total"] is True
    assert not any("total" in item for item in (rows, columns, grand))
    assert found.pivot is not None
    assert [item.name for item in found.pivot.columns] == ["shipdate"]
    assert found.pivot.descending == (True,)


def test_only_the_totals_that_somebody_wants_are_asked_for() -> None:
    pivot = {"rows": [], "columns": ["returnflag"], "totals": {"grand": True}}
    asked = {"entity": "lineitem", "measures": ["count"], "dimensions": ["returnflag"]}

    assert [*compiled({**asked, "pivot": pivot}).totals] == [Total.GRAND]


def test_rows_behind_a_figure_are_those_that_it_counts() -> None:
    sink = ReportCompiler(model("kitchen_sink"))
    drill = {"entity": "order", "drill": {"measure": "count", "at": {"status": "done"}}}
    found = sink.compile(checked(drill, ("admin",), "kitchen_sink"))

    assert found.main.body["dimensions"] == ["orders.id", "orders.status", "users.city"]
    assert found.main.body["filters"] == [
        {"member": "orders.status", "operator": "equals", "values": ["done"]},
        {"member": "orders.count", "operator": "measureFilter"},
    ]
    assert "measures" not in found.main.body
    assert found.cubes == {"orders", "users"}


def test_figures_say_how_they_are_shown_and_whether_rows_are_behind_them() -> None:
    sink = ReportCompiler(model("kitchen_sink"))
    asked = {"entity": "order", "measures": ["count", "total"]}
    count, total = sink.compile(checked(asked, ("admin",), "kitchen_sink")).columns

    assert (count.drillable, total.drillable) == (True, False)
    assert (total.format, total.currency) == ("currency", "EUR")
    assert (count.integer, total.integer) == (True, False)


def test_a_column_says_that_a_mask_fills_it() -> None:
    report = ReportCheck(MASKING).check(
        {"version": "1", "entity": "region", "measures": ["count"], "dimensions": ["comment"]},
        groups=("guest",),
        now=NOW,
    )
    comment, count = ReportCompiler(MASKING).compile(report).columns
    assert (comment.masked, count.masked) == (True, False)


@given(requests())
def test_only_members_that_the_cubes_show_are_asked_for(document: Document) -> None:
    known = {f"{cube}.{name}" for cube, items in INDEX.members.items() for name in items}
    found = compiled(document)

    for query in _queries(found):
        named = set(_members(query.body))
        assert named <= known - hidden_members(INDEX)
        assert {name.partition(".")[0] for name in named} <= found.cubes


@given(requests())
def test_every_query_has_a_limit_a_total_order_and_no_date_among_its_filters(
    document: Document,
) -> None:
    found = compiled(document)
    times = {name for name, item in _definitions() if item == "time"}

    for query in _queries(found):
        body = query.body
        groups = {*body.get("dimensions", ())} | {
            item["dimension"] for item in body.get("timeDimensions", ()) if "granularity" in item
        }
        assert groups <= {name for name, _ in body["order"]}
        assert 1 <= body["limit"] <= 50_000
        assert body["timezone"] == "UTC"
        asked = {
            item["dimension"] for item in body.get("timeDimensions", ()) if "dateRange" in item
        }
        assert asked == {item.dimension for item in query.ranges}
        for item in _leaves(body.get("filters", ())):
            assert item["member"] not in times or item["operator"] in {"set", "notSet"}
    if found.pivot is None:
        assert found.main.body["limit"] == document["limit"] + 1


def _definitions() -> Iterator[tuple[str, str]]:
    for cube, items in INDEX.members.items():
        for name, item in items.items():
            yield f"{cube}.{name}", getattr(item, "type", "")


def _queries(found: CompiledReport) -> tuple[CubeQuery, ...]:
    return (found.main, *found.totals.values(), *((found.prior,) if found.prior else ()))


def _members(body: Any) -> Iterator[str]:
    for part in ("measures", "dimensions", "segments"):
        yield from body.get(part, ())
    yield from (item["dimension"] for item in body.get("timeDimensions", ()))
    yield from (name for name, _ in body["order"])
    yield from (item["member"] for item in _leaves(body.get("filters", ())))


def _leaves(filters: Any) -> Iterator[dict[str, Any]]:
    for item in filters:
        inside = item.get("or") or item.get("and")
        yield from _leaves(inside) if inside else (item,)
