"""Queries are asked until they are answered, each poll within the breaker."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from presence_api.ports.report_source import (
    NothingBuilt,
    SecurityContext,
    SourceAnswer,
    SourceTooSlow,
    SourceUnavailable,
    StillRunning,
)
from presence_api.reporting.answering.counts import ReportCounts
from presence_api.reporting.answering.upstream import AGAIN_S, Upstream
from presence_api.reporting.compiler.compiled import CompiledReport, CubeQuery
from presence_api.reporting.dsl.request import Total
from presence_api.reporting.guarding.breaker import Breaker, BreakerOpen, BreakerTerms
from tests.fakes.clock import FakeClock
from tests.fakes.loop import run_timeless
from tests.fakes.report_source import Asked, FakeReportSource, Step

WHO = SecurityContext("shop-1", ("analyst",))


def query(name: str) -> CubeQuery:
    return CubeQuery({"measures": [name]})


ONE = CompiledReport("f", query("main"), (), frozenset(), 10)
FOUR = replace(
    ONE,
    prior=query("prior"),
    totals={Total.ROWS: query("rows"), Total.GRAND: query("grand")},
)


def named(asked: Asked) -> Step:
    """Each query is answered by its own name."""
    return SourceAnswer([{"name": asked.query["measures"][0]}])


class World:
    def __init__(self, **terms: Any) -> None:
        self.source, self.counts = FakeReportSource(named), ReportCounts()
        self.clock = FakeClock()
        faults = (SourceUnavailable, SourceTooSlow)
        self.breaker = Breaker("Cube", faults, self.clock, BreakerTerms(**terms))
        self.upstream = Upstream(self.source, self.breaker, self.counts, 100)


def test_each_answer_is_that_of_its_query() -> None:
    async def story() -> None:
        found = await World().upstream.answers(FOUR, WHO)
        assert found is not None
        assert found.prior is not None
        names = [one.rows[0]["name"] for one in found.all]
        assert names == ["main", "prior", "rows", "grand"]
        assert found.totals[Total.GRAND].rows == [{"name": "grand"}]

    run_timeless(story())


def test_it_asks_again_while_the_query_runs_and_not_too_often() -> None:
    async def story() -> None:
        world = World()
        world.source.script.extend([StillRunning()] * 3)
        began_s = asyncio.get_running_loop().time()
        assert await world.upstream.answers(ONE, WHO) is not None
        assert asyncio.get_running_loop().time() - began_s == pytest.approx(3 * AGAIN_S)
        assert world.counts.upstream == {"running": 3, "answered": 1}

    run_timeless(story())


def test_what_runs_for_ever_is_given_up() -> None:
    async def story() -> None:
        world = World()
        world.source.otherwise = lambda _: StillRunning()
        world.source.takes_s = 5
        with pytest.raises(SourceTooSlow):
            await world.upstream.answers(ONE, WHO)

    run_timeless(story())


@pytest.mark.parametrize("place", range(4))
def test_one_query_that_nothing_is_built_for_is_enough(place: int) -> None:
    async def story() -> None:
        world = World()
        answers: list[Step] = [SourceAnswer([])] * 4
        answers[place] = NothingBuilt()
        world.source.script.extend(answers)
        assert await world.upstream.answers(FOUR, WHO) is None

    run_timeless(story())


def test_the_first_error_ends_the_others() -> None:
    async def story() -> None:
        world = World()
        world.source.script.extend([SourceAnswer([]), SourceUnavailable("down")])
        with pytest.raises(SourceUnavailable):
            await world.upstream.answers(FOUR, WHO)
        assert world.counts.upstream["RPT-208"] == 1

    run_timeless(story())


def test_polls_are_counted_by_the_breaker_and_one_query_alone_is_the_probe() -> None:
    async def story() -> None:
        world = World(failures_in_row=2, open_s=5.0)
        world.source.script.extend([SourceUnavailable("down")] * 2)
        for _ in range(2):
            with pytest.raises(SourceUnavailable):
                await world.upstream.answers(ONE, WHO)
        with pytest.raises(BreakerOpen):
            await world.upstream.answers(ONE, WHO)
        world.clock.advance(5)
        assert await world.upstream.answers(FOUR, WHO) is not None
        assert len(world.source.calls) == 2 + 4

    run_timeless(story())
