"""Whatever is built, wanted and lost while reports are asked: no answer is short, or too old.

The Cube of these tests answers as the real one was seen to: from the tables that are there when a
query begins, and with rows missing where there is none.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from metamodel.model.freshness import Freshness
from presence_api.ports.report_source import NothingBuilt, SourceAnswer, SourceUnavailable
from presence_api.reporting.answering.reports import ReportUnavailable
from presence_api.reporting.answering.served import Served, Use
from tests.fakes.clock import START, FakeClock
from tests.fakes.loop import run_timeless
from tests.fakes.report_source import Asked
from tests.fakes.report_source import Step as Told
from tests.presence_api.reporting.answering.world import BY_DAY, World, published

PUBLISHED = published()
ROLLUP = PUBLISHED.rollups[0]
QUARTERS = ROLLUP.partition_ids()
READING_S = 1.0  # the oldest reading that is shared
WHAT = st.one_of(
    st.tuples(st.just("ask"), st.sampled_from([0.0, 0.5, 3.0])),  # how long Cube takes
    st.tuples(st.just("build"), st.sampled_from([*QUARTERS[:2], "all"])),
    st.tuples(st.sampled_from(["ask", "ask", "ask", "want", "cube", "ledger"]), st.just(None)),
)
PAUSES = st.sampled_from([0.1, 1.1, 1.2, 6.0])
STEPS = st.lists(st.tuples(WHAT, PAUSES), min_size=8, max_size=30)
Step = tuple[tuple[str, Any], float]
Epochs = dict[str, int]


class LoopClock(FakeClock):
    """The loop's own time, so that builds, readings and calls happen in one order."""

    def now(self) -> datetime:
        return START + timedelta(seconds=self.monotonic_s())

    def monotonic_s(self) -> float:
        return asyncio.get_running_loop().time()


@dataclass
class Shop:
    """A world, what was built in it and when, and what was shown to whom."""

    world: World
    history: list[tuple[float, Epochs]] = field(default_factory=list)
    cube_away: bool = False

    def built(self) -> Epochs:
        states = self.world.ledger.states([ROLLUP.rollup_fp])
        return {one.key.partition: one.data_epoch for one in states if one.data_epoch is not None}

    def built_at(self, moment_s: float) -> Epochs:
        """What everybody knows by then."""
        known = [epochs for at_s, epochs in self.history if at_s <= moment_s]
        return known[-1] if known else {}

    def answer(self, asked: Asked) -> Told:
        if self.cube_away:
            return SourceUnavailable("down")
        if asked.context.past_rollups:
            return SourceAnswer([_row(one, "source") for one in QUARTERS])
        epochs = self.built()
        found = [_row(one, str(epoch)) for one, epoch in epochs.items()]
        return SourceAnswer(found, frozenset({BY_DAY})) if epochs else NothingBuilt()

    def do(self, what: str, how: Any) -> None:
        if what == "cube":
            self.cube_away = not self.cube_away
        elif what == "ledger":
            self.world.readings.away = not self.world.readings.away
        else:
            quarters = QUARTERS if how == "all" else (how or QUARTERS[0],)
            self.world.want(*quarters)
            for attempt in (
                self.world.ledger.begin(ROLLUP, quarters, "r") if what == "build" else ()
            ):
                self.world.ledger.succeed(attempt, f"preaggs.{attempt.key.partition}", 1)
            self.history.append((self.world.clock.monotonic_s(), self.built()))

    async def ask(self) -> None:
        began_s = self.world.clock.monotonic_s()
        try:
            served = await self.world.ask()
        except ReportUnavailable:
            return
        self.judge(served, began_s)

    def judge(self, served: Served, began_s: float) -> None:
        rows = dict(msgspec.json.decode(served.report.body)["data"])
        assert rows.keys() == {*QUARTERS}, "rows are missing"
        if served.report.from_source:
            assert set(rows.values()) == {"source"}
            return
        said = served.report.epochs[BY_DAY]
        assert max(map(int, rows.values())) >= said, "older than it says"
        if served.use is Use.STALE or served.freshness is Freshness.UNKNOWN:
            return
        for quarter, epoch in self.built_at(began_s - READING_S).items():
            assert int(rows[quarter]) >= epoch, "older than what everybody knew"


def _row(quarter: str, epoch: str) -> dict[str, str]:
    return {"orders.orderstatus": quarter, "orders.count": epoch}


async def story(steps: list[Step], *, built: bool) -> None:
    world = World(clock=LoopClock())
    shop = Shop(world)
    world.models.serve(PUBLISHED)
    world.source.otherwise = shop.answer
    asking = []
    if built:
        shop.do("build", "all")
    for (what, how), pause_s in steps:
        if what == "ask":
            world.source.takes_s = how or 0.0
            asking.append(asyncio.create_task(shop.ask()))
        else:
            shop.do(what, how)
        await asyncio.sleep(pause_s)
    await asyncio.gather(*asking)


@settings(max_examples=100)
@given(STEPS, st.booleans())
def test_no_answer_is_short_or_older_than_it_says(steps: list[Step], built: bool) -> None:
    run_timeless(story(steps, built=built))
