"""Act f: rows change, an event says so, and the pre-aggregation shows them; nothing else did it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from ops.demo.dagster_view import RunView
from ops.demo.stage import JOB, Stage
from ops.demo.telling import Line, require

ROLLUP = "orders.by_day"
ASSET = "preagg/orders_by_day"
MONTHS = 2  # of 1998's second half have orders
FROM, TO = date(1998, 7, 1), date(1998, 12, 31)
QUERY: dict[str, Any] = {
    "measures": ["orders.count", "orders.total_price"],
    "timeDimensions": [
        {
            "dimension": "orders.orderdate",
            "granularity": "month",
            "dateRange": [FROM.isoformat(), TO.isoformat()],
        }
    ],
    "order": [["orders.orderdate", "asc"]],
    "timezone": "UTC",
}
_TRUTH = """
SELECT to_char(o_orderdate, 'YYYY-MM'), count(*), sum(o_totalprice) FROM orders
WHERE o_orderdate BETWEEN %s AND %s GROUP BY 1 ORDER BY 1
"""
_TWO = "SELECT o_orderkey, o_orderdate FROM orders WHERE o_orderdate >= %s ORDER BY 1 LIMIT 2"
_MOVE = "UPDATE orders SET o_orderdate = %s, version = version + 1 WHERE o_orderkey = %s"
Figures = list[tuple[str, int, Decimal]]


def tell_event(stage: Stage) -> Iterator[Line]:
    """Change two rows, look, send the event, look again; then put the rows back the same way."""
    before, rollups = _figures(stage)
    require(rollups == {ROLLUP}, f"answered from {rollups or 'the source'}, not {ROLLUP}")
    require(before == _truth(stage), "the pre-aggregation differs from SQL before anything changed")
    ((newest,),) = stage.sql("SELECT max(o_orderdate) FROM orders")
    one, two = stage.sql(_TWO, FROM)
    stage.sql(_MOVE, date.fromordinal(newest.toordinal() + 1), one[0])
    stage.sql(_MOVE, date(1998, 11, 15), two[0])
    still, rollups = _figures(stage)
    require(still == before and rollups == {ROLLUP}, "the figure changed before the event")
    require(still != _truth(stage), "the change does not show in SQL")
    yield Line(
        "f1",
        "moves two orders: one past the newest day, one into a month that had none",
        f"SQL has {len(_truth(stage))} months, the pre-aggregation still shows {len(before)}",
    )
    epoch = _epoch(stage)
    run = _refresh(stage)
    after, rollups = _figures(stage)
    require(after == _truth(stage), f"after the event: {after}, SQL: {_truth(stage)}")
    require(rollups == {ROLLUP}, f"answered from {rollups or 'the source'}")
    require(_epoch(stage) > epoch, "data_epoch did not rise")
    yield Line("f2", f"sends a {PreaggRefresh.name} event; sensor, run, build", _words(run))
    yield Line(
        "f3",
        "asks the same question again",
        f"{len(after)} months, equal to SQL, from {ROLLUP}; data_epoch {epoch} -> {_epoch(stage)}",
    )
    for key, day in (one, two):
        stage.sql(_MOVE, day, key)
    send(stage, "orders", "by_day", FROM, TO)


def tell_restored(stage: Stage) -> Iterator[Line]:
    """The rows were put back, and an event said so; a table rests ten seconds between builds."""
    stage.wait(
        lambda: (_figures(stage)[0], _truth(stage)),
        lambda seen: seen[0] == seen[1] and len(seen[0]) == MONTHS,
        "the figures as they were",
    )
    yield Line("f4", "has put the rows back with another event", "the figures are as before")


def send(stage: Stage, cube: str, name: str, start: date | None, end: date | None) -> None:
    """Produce one refresh event."""
    stage.platform.sink.publish(PreaggRefresh.name, [refresh_event(stage, cube, name, start, end)])


def refresh_event(
    stage: Stage, cube: str, name: str, start: date | None, end: date | None
) -> dict[str, Any]:
    """One refresh event's payload."""
    return PreaggRefresh.new(
        stage.clock.now(),
        cube=cube,
        pre_aggregation=name,
        range_start=start,
        range_end=end,
        requested_by="demo",
        reason="rows changed",
    )


def _refresh(stage: Stage) -> RunView:
    """Send the event for the months in question; the run that materialized the rollup."""
    passed_by = {run.run_id for run in stage.dagster.runs(JOB)}
    send(stage, "orders", "by_day", FROM, TO)

    def built() -> list[RunView]:
        found = []
        for head in stage.dagster.runs(JOB):
            if head.finished and head.run_id not in passed_by:
                passed_by.add(head.run_id)
                found.append(stage.dagster.run(head.run_id))
        return [run for run in found if ASSET in run.figures]

    return stage.wait(built, bool, "the event's build")[0]


def _words(run: RunView) -> str:
    figures = run.figures[ASSET]
    return (
        f"run {run.head.run_id[:8]}: {figures['partitions']} partitions,"
        f" {figures['dagster/row_count']} rows in {figures['duration_s']:.2f} s,"
        f" offsets {figures['offsets']}, {figures['model_version']}"
    )


def _figures(stage: Stage) -> tuple[Figures, set[str]]:
    answer = stage.platform.build.cube.load(QUERY, stage.caller())
    rows = [
        (
            str(row["orders.orderdate.month"])[:7],
            int(row["orders.count"]),
            Decimal(str(row["orders.total_price"])),
        )
        for row in answer.rows
    ]
    return rows, set(answer.used_rollups)


def _truth(stage: Stage) -> Figures:
    return [(month, count, total) for month, count, total in stage.sql(_TRUTH, FROM, TO)]


def _epoch(stage: Stage) -> int:
    ((epoch,),) = stage.sql("SELECT max(data_epoch) FROM rampart.preagg_partition")
    return int(epoch)
