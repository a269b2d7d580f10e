"""One call for all who ask the same and know the same."""

import asyncio

import msgspec
import pytest

from metamodel.model.freshness import Freshness
from presence_api.ports.report_source import (
    NothingBuilt,
    SourceAnswer,
    SourceRefused,
    SourceUnavailable,
    StillRunning,
)
from presence_api.reporting.answering.fetching import Fetched, Fetching
from presence_api.reporting.answering.reports import ReportUnavailable
from presence_api.reporting.answering.served import Served, Use
from presence_api.reporting.answering.upstream import Upstream
from presence_api.reporting.guarding.breaker import BreakerState
from presence_api.reporting.guarding.serving import Keeping
from presence_api.reporting.guarding.shared_ledger import TimedReading
from tests.fakes.clock import START
from tests.fakes.loop import run_timeless
from tests.presence_api.reporting.answering.world import ANNA, BY_DAY, QUESTION, World

Q1_1995 = "1995-01-01"


class Fetcher:
    """Fetches the question of the world, with what the ledger says when it is asked."""

    def __init__(self, world: World) -> None:
        self.world = world
        upstream = Upstream(world.source, world.cube, world.counts, 100)
        self.fetching = Fetching(upstream, world.cache, Keeping(rollups_s=60))

    async def known(self) -> TimedReading:
        asked = self.world.reports.prepare(ANNA, QUESTION)
        return TimedReading(await self.world.readings.read(asked.rollups), START, 0.0, 1)

    async def fetch(self, known: TimedReading | None = None) -> Fetched:
        asked = self.world.reports.prepare(ANNA, QUESTION)
        return await self.fetching.fetch(asked, known or await self.known(), 100)


def test_an_answer_is_kept_under_what_was_known_before_it() -> None:
    async def story() -> None:
        world = World()
        world.build()
        fetcher = Fetcher(world)
        found = await fetcher.fetch()
        asked = world.reports.prepare(ANNA, QUESTION)
        assert await world.shared.find(asked.key) == found.report
        assert (found.report.made_at, found.collapsed) == (START, False)

    run_timeless(story())


def test_who_knows_of_other_builds_does_not_share_a_call() -> None:
    async def story() -> None:
        world = World()
        world.build()
        fetcher = Fetcher(world)
        before = await fetcher.known()
        world.build("1995-01-01")
        after = await fetcher.known()
        asked = [fetcher.fetch(known) for known in (before, before, after)]
        found = await asyncio.gather(*asked)
        assert [one.collapsed for one in found] == [False, True, False]

    run_timeless(story())


def test_rows_that_might_be_missing_are_dropped_and_all_are_asked_from_the_source() -> None:
    async def story() -> None:
        world = World()
        world.build("1995-01-01")
        found = await asyncio.gather(*(Fetcher(world).fetch() for _ in range(2)))
        assert all(one.report.from_source for one in found)

    run_timeless(story())


def test_a_model_without_rollups_that_answers_from_one_is_refused() -> None:
    async def story() -> None:
        world = World()
        world.source.script.extend([NothingBuilt(), SourceAnswer([], frozenset({BY_DAY}))])
        with pytest.raises(SourceRefused):
            await Fetcher(world).fetch()

    run_timeless(story())


def test_200_equal_questions_make_one_call() -> None:
    async def story() -> None:
        world = World()
        world.build()
        world.source.script.extend([StillRunning(), StillRunning()])
        found = await asyncio.gather(*(world.ask() for _ in range(200)))
        assert world.calls == 3  # one that had to wait twice
        assert sum(not one.collapsed for one in found) == 1
        assert "collapsed" in max(one.cache_status for one in found)
        assert world.counts.upstream == {"running": 2, "answered": 1}

    run_timeless(story())


def test_what_is_not_servable_is_asked_from_the_source_and_labelled() -> None:
    async def story() -> None:
        world = World()
        world.build(Q1_1995)  # the other quarters have no table
        found = await world.ask()
        assert (found.freshness, found.report.from_source) == (Freshness.SOURCE, True)
        assert [call.context.past_rollups for call in world.source.calls] == [False, True]
        world.clock.advance(4)
        assert (await world.ask()).use is Use.HIT
        world.clock.advance(2)
        assert (await world.ask()).use is Use.MISS

    run_timeless(story())


def test_what_cube_has_nothing_built_for_is_asked_from_the_source() -> None:
    async def story() -> None:
        world = World()
        world.source.script.append(NothingBuilt())
        found = await world.ask()
        assert (found.freshness, world.calls) == (Freshness.SOURCE, 2)

    run_timeless(story())


def test_a_slow_answer_across_a_build_is_never_kept_as_new() -> None:
    async def story() -> None:
        world = World()
        world.build()
        world.source.hold = asyncio.Event()
        slow = asyncio.create_task(world.ask())
        await asyncio.sleep(0.01)
        world.build(Q1_1995)
        late = asyncio.create_task(world.ask())  # knows of the build: no part in that call
        await asyncio.sleep(0.01)
        assert world.calls == 2
        world.source.hold.set()
        old, new = await slow, await late
        assert old.report.epochs != new.report.epochs
        assert (await world.ask()).report.epochs == new.report.epochs
        assert world.calls == 2

    run_timeless(story())


def test_the_breaker_opens_and_lets_one_probe_through() -> None:
    async def story() -> None:
        world = World()
        world.build()
        well = world.source.otherwise
        world.source.otherwise = lambda _: SourceUnavailable("down")
        for _ in range(7):
            with pytest.raises(ReportUnavailable):
                await world.ask()
        assert (world.cube.state, world.calls) == (BreakerState.OPEN, 5)
        world.clock.advance(5)
        world.source.otherwise = well
        world.source.hold = asyncio.Event()
        asked = [asyncio.create_task(world.later(limit=number)) for number in range(1, 11)]
        await asyncio.sleep(0.01)
        assert world.calls == 6  # ten other questions, one probe
        world.source.hold.set()
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert [isinstance(one, Served) for one in found].count(True) == 1
        assert world.cube.state is BreakerState.CLOSED

    run_timeless(story())


def test_what_is_compared_and_summed_up_is_asked_in_queries_of_their_own() -> None:
    async def story() -> None:
        world = World()
        world.build()
        span = {"field": "orderdate", "range": ["1996-01-01", "1996-03-31"]}
        await world.ask(time=span | {"compare": "prior_period"})
        world.build("1995-10-01")  # within what is compared with
        assert (await world.ask(time=span | {"compare": "prior_period"})).use is Use.MISS
        assert world.calls == 4
        ranges = [call.query["timeDimensions"][0]["dateRange"] for call in world.source.calls[:2]]
        assert ranges == [["1996-01-01", "1996-03-31"], ["1995-10-01", "1995-12-31"]]
        totals = {"rows": False, "columns": True, "grand": True}
        pivot = {"rows": [], "columns": ["orderstatus"], "totals": totals}
        from_rollup = frozenset({BY_DAY})
        grand = [{"orders.count": "12"}]
        world.source.script.extend(
            SourceAnswer(rows, from_rollup) for rows in (world.rows, world.rows, grand)
        )
        found = msgspec.json.decode((await world.ask(pivot=pivot)).json())["pivot"]
        assert (found["columns"], found["cells"]) == ([["F"], ["O"]], [[["7"], ["5"]]])
        assert (found["columnTotals"], found["grandTotal"]) == ([["7"], ["5"]], ["12"])

    run_timeless(story())
