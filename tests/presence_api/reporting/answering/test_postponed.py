"""Calls that go on for readers who come back."""

import asyncio

import pytest

from metamodel.model.freshness import Freshness
from presence_api.reporting.answering.postponed import (
    KEPT_S,
    Place,
    PostponedAnswers,
    ResultUnknown,
)
from presence_api.reporting.answering.served import Served, Use
from presence_api.reporting.guarding.cache_key import Audience
from tests.fakes.clock import START, FakeClock
from tests.fakes.loop import run_timeless
from tests.fakes.reports import kept

ONE, TWO = (Place(Audience("acme", "digest"), name) for name in "ab")
SERVED = Served(kept(), Freshness.READY, Use.MISS, START)


def call(takes_s: float = 10) -> "asyncio.Task[Served]":
    async def answer() -> Served:
        await asyncio.sleep(takes_s)
        return SERVED

    return asyncio.get_running_loop().create_task(answer())


def test_a_call_is_found_until_its_answer_has_waited_long_enough() -> None:
    async def story() -> None:
        clock = FakeClock()
        later = PostponedAnswers(clock, 2)
        assert later.keep(ONE, call())
        assert await later.find(ONE) is SERVED
        clock.advance(KEPT_S - 1)
        assert await later.find(ONE) is SERVED
        clock.advance(1)
        with pytest.raises(ResultUnknown):
            later.find(ONE)
        assert not len(later)

    run_timeless(story())


def test_there_are_never_more_than_allowed_and_the_newest_of_a_place_counts() -> None:
    async def story() -> None:
        later = PostponedAnswers(FakeClock(), 1)
        first, second, other = call(), call(), call()
        assert later.keep(ONE, first)
        assert not later.keep(TWO, other)
        assert later.keep(ONE, second)
        assert later.find(ONE) is second
        await asyncio.wait([first, second, other])
        assert [one.cancelled() for one in (first, second, other)] == [True, False, False]

    run_timeless(story())


def test_the_last_reader_who_leaves_ends_it() -> None:
    async def story() -> None:
        later = PostponedAnswers(FakeClock(), 1)
        task = call()
        later.keep(ONE, call())
        later.keep(ONE, task)
        assert later.leave(ONE)
        await asyncio.sleep(0)
        assert not task.cancelled()
        assert later.leave(ONE)
        assert not later.leave(ONE)
        await asyncio.wait([task])
        assert task.cancelled()

    run_timeless(story())


def test_all_end_with_the_process() -> None:
    async def story() -> None:
        later = PostponedAnswers(FakeClock(), 2)
        later.keep(ONE, call())
        later.keep(TWO, call())
        await later.stop()
        assert not len(later)

    run_timeless(story())
