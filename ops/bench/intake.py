"""Events a second through a run's intake, against the same consume and decode with nothing done."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from statistics import median

from metamodel.events.codec import Codec
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.kernel.clock import SystemClock
from metamodel.kernel.ids import new_event_id
from orchestration.flows.find_rollups import find_rollups
from orchestration.flows.platform import Platform
from orchestration.flows.take_in_events import EventBatch, take_in_events
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.offset_ranges import offsets_between

EVENTS = 50_000
ROUNDS = 5
GOAL = 0.6


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and wall seconds of one pass over the same events."""

    cpu_s: float
    wall_s: float


def bench_intake(platform: Platform) -> list[str]:
    """Lines to print; the two kinds of passes alternate."""
    ranges = _produce(platform)
    bare = partial(_consume_and_decode, platform, ranges)
    full = partial(_take_in, platform, ranges)
    costs = [(_cost(bare), _cost(full)) for _ in range(ROUNDS)]
    peer = median(one.cpu_s for one, _ in costs)
    ours = median(two.cpu_s for _, two in costs)
    return [
        f"intake of {EVENTS} events, median of {ROUNDS} alternating passes",
        f"  consume + decode          {peer:6.3f} CPU-s  {EVENTS / peer:9.0f} events/CPU-s",
        "  read, decode, coalesce,",
        f"  one ledger transaction    {ours:6.3f} CPU-s  {EVENTS / ours:9.0f} events/CPU-s",
        f"  ratio {peer / ours:.2f} of the peer's speed by CPU (goal >= {GOAL})",
    ]


def _produce(platform: Platform) -> tuple[OffsetRange, ...]:
    before = platform.source.state().high
    moment = SystemClock().now()
    rollup = find_rollups(platform.publications).all()[0].rollup
    events = [
        PreaggRefresh.new(
            moment,
            cube=rollup.cube,
            pre_aggregation=rollup.name,
            range_start=day,
            range_end=day,
            requested_by="bench",
            reason="measuring",
        )
        for number in range(EVENTS)
        for day in [date(1994, 1, 1) + timedelta(days=number % 365)]
    ]
    platform.sink.publish(PreaggRefresh.name, events)
    return offsets_between(dict(before), dict(platform.source.state().high))


def _consume_and_decode(platform: Platform, ranges: tuple[OffsetRange, ...]) -> None:
    codec = Codec.committed()
    with platform.source.read(ranges) as records:
        for record in records:
            codec.decode(PreaggRefresh.name, record.value)


def _take_in(platform: Platform, ranges: tuple[OffsetRange, ...]) -> None:
    batch = EventBatch(PreaggRefresh.name, new_event_id(), ranges)  # a new epoch: all is fresh
    catalogue = find_rollups(platform.publications)
    take_in_events(batch, catalogue, platform.intake, run_id="bench")


def _cost(work: Callable[[], None]) -> Cost:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return Cost(time.process_time() - cpu, time.perf_counter() - wall)
