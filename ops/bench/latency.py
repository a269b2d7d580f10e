"""From an event to its run row and to its built partition, ours beside Dagster's default."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from ops.demo.acts.event import send
from ops.demo.stage import JOB, Stage
from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor

EVENTS = 8
PAUSE_S = 2.0
GOAL_ROW_S, GOAL_SUCCESS_S = 0.5, 3.5
DAY = date(1995, 2, 3)
SETTINGS = {"RAMPART_MIN_REBUILD_INTERVAL_S": "0"}
PLAIN_INSTANCE = "telemetry: {enabled: false}\nnux: {enabled: false}\n"


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds from the append."""

    row_s: float
    success_s: float


def bench_latency() -> list[str]:
    """Lines to print: ours and the default, one after the other on this machine."""
    ours = _measure("bench-ours", {})
    peer = _measure("bench-default", {"code_module": "ops.bench.default_location"}, plain=True)
    return [
        f"one event to one built partition, p50 of {EVENTS}, idle; seconds after the append",
        f"  {'':24}{'run row':>9}{'success':>9}",
        _line("Dagster's default", peer),
        _line("Rampart", ours),
        _ratios(peer, ours),
    ]


def _measure(name: str, options: Mapping[str, str], *, plain: bool = False) -> list[Latency]:
    with running_stack(name, settings=SETTINGS, **options) as stack:  # type: ignore[arg-type]
        stage = Stage.on(stack)
        stage.publish()
        if plain:
            _make_plain(stack)
        _one(stage)  # the first run pays for caches
        return [_one(stage) for _ in range(EVENTS)]


def _make_plain(stack: Supervisor) -> None:
    (stack.folder / "dagster" / "dagster.yaml").write_text(PLAIN_INSTANCE)
    for part in ("dagster_daemon", "dagster_web", "dagster_code"):
        stack.stop(part)
    for part in ("dagster_code", "dagster_web", "dagster_daemon"):
        stack.start(part)


def _one(stage: Stage) -> Latency:
    time.sleep(PAUSE_S)
    known = {run.run_id for run in stage.dagster.runs(JOB)}
    appended = time.time()
    send(stage, "orders", "by_day", DAY, DAY)

    def mine() -> list[tuple[float, float | None]]:
        return [
            (run.created_at, run.ended_at if run.status == "SUCCESS" else None)
            for run in stage.dagster.runs(JOB)
            if run.run_id not in known and "rampart/from" in run.tags
        ]

    found = stage.wait(mine, lambda runs: bool(runs) and runs[-1][1] is not None, "the run", 90)
    created, ended = found[-1]
    return Latency(created - appended, (ended or 0) - appended)


def _p50(found: Sequence[Latency]) -> tuple[float, float]:
    return median(one.row_s for one in found), median(one.success_s for one in found)


def _ratios(peer: Sequence[Latency], ours: Sequence[Latency]) -> str:
    row, success = (one / two for one, two in zip(_p50(peer), _p50(ours), strict=True))
    goal = f"goal: row <= {GOAL_ROW_S} s, success <= {GOAL_SUCCESS_S} s"
    return f"  {'ratio':24}{row:8.1f}x{success:8.1f}x   ({goal})"


def _line(name: str, found: Sequence[Latency]) -> str:
    row, success = _p50(found)
    worst = max(one.success_s for one in found)
    return f"  {name:24}{row:9.2f}{success:9.2f}   (slowest {worst:.2f})"
