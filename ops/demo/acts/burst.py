"""Act g: twenty thousand events at once become a handful of runs, and each is taken in once."""

from collections.abc import Iterator
from datetime import date, timedelta

import httpx

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from ops.demo.acts.event import refresh_event
from ops.demo.dagster_view import RunHead
from ops.demo.stage import JOB, Stage
from ops.demo.telling import Line, require
from orchestration.flows.find_rollups import find_current_rollups

EVENTS = 20_000
MOST_RUNS = 3
FIRST = date(1995, 1, 1)
DAYS = 700
_TAKEN = """
SELECT coalesce(sum(events), 0), coalesce(sum(to_offset - from_offset), 0),
       count(DISTINCT partition)
FROM rampart.refresh_intake WHERE topic = %s AND kind = 'TAKEN'
"""
_DOUBLED = """
SELECT count(*) FROM rampart.refresh_intake a JOIN rampart.refresh_intake b
ON (a.topic, a.epoch, a.partition) = (b.topic, b.epoch, b.partition) AND a.id < b.id
AND a.from_offset < b.to_offset AND b.from_offset < a.to_offset
"""
_DIRTY = """
SELECT count(*) FROM rampart.preagg_partition
WHERE wanted_at > built_from AND partition BETWEEN %s AND %s
"""


def tell_burst(stage: Stage) -> Iterator[Line]:
    """Produce, watch the backlog go, count."""
    before = stage.sql(_TAKEN, PreaggRefresh.name)[0]
    waiting = sum(stage.platform.source.state().high.values()) - before[1]
    known = {run.run_id for run in stage.dagster.runs(JOB)}
    rollups = [item.rollup for item in find_current_rollups(stage.platform.publications).all()]
    events = [
        refresh_event(stage, rollup.cube, rollup.name, day, day)
        for number in range(EVENTS)
        for rollup in [rollups[number % len(rollups)]]
        for day in [FIRST + timedelta(days=number % DAYS)]
    ]
    stage.platform.sink.publish(PreaggRefresh.name, events)
    backlog = [_metric(stage, "preagg_backlog_events")]
    stage.wait(
        lambda: (stage.sql(_TAKEN, PreaggRefresh.name)[0][0] - before[0], _dirty(stage)),
        lambda seen: seen == (EVENTS + waiting, 0),
        "the burst taken in and built",
    )
    backlog.append(_metric(stage, "preagg_backlog_events"))
    after = stage.sql(_TAKEN, PreaggRefresh.name)[0]
    ((doubled,),) = stage.sql(_DOUBLED)
    runs = [run for run in stage.dagster.runs(JOB) if _took_part(run, known)]
    require(len(runs) <= MOST_RUNS, f"{len(runs)} runs took the burst in")
    offsets = after[1] - before[1] - waiting
    require(offsets == EVENTS and not doubled, f"{offsets} offsets, {doubled} ranges doubled")
    require(after[2] >= MOST_RUNS, f"only {after[2]} topic partitions were used")
    yield Line(
        "g",
        f"sends {EVENTS} events in a burst, for every rollup",
        f"{len(runs)} runs, {offsets} offsets over {after[2]} topic partitions, each"
        f" taken in once; backlog {backlog[0]:.0f} -> {backlog[1]:.0f}",
    )


def _took_part(run: RunHead, known: set[str]) -> bool:
    return run.run_id not in known and "rampart/from" in run.tags


def _dirty(stage: Stage) -> int:
    last = FIRST + timedelta(days=DAYS)
    return int(stage.sql(_DIRTY, FIRST.isoformat(), last.isoformat())[0][0])


def _metric(stage: Stage, name: str) -> float:
    text = httpx.get(stage.stack.environment["RAMPART_METRICS_URL"], timeout=20).text
    found = [line.split()[-1] for line in text.splitlines() if line.startswith(f"{name} ")]
    require(found, f"/metrics has no {name}")
    return float(found[0])
