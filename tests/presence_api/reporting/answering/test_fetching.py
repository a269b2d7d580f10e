"""One call for all who ask the same and know the same."""

import asyncio

import pytest

from presence_api.ports.report_source import NothingBuilt, SourceAnswer, SourceRefused
from presence_api.reporting.answering.fetching import Fetched, Fetching
from presence_api.reporting.answering.upstream import Upstream
from presence_api.reporting.guarding.serving import Keeping
from presence_api.reporting.guarding.shared_ledger import TimedReading
from tests.fakes.clock import START
from tests.fakes.loop import run_timeless
from tests.presence_api.reporting.answering.world import ANNA, BY_DAY, QUESTION, World


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
