"""What is shown, what Cube is asked for, and what happens when somebody is away or slow."""

import asyncio
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from metamodel.model.freshness import Freshness
from presence_api.caller import Caller
from presence_api.ports.report_source import (
    SourceRefused,
    SourceTooSlow,
    SourceUnavailable,
)
from presence_api.reporting.answering.charging import Rates, TooManyReports
from presence_api.reporting.answering.postponed import ResultUnknown
from presence_api.reporting.answering.reports import ReportUnavailable, TermsForbidden
from presence_api.reporting.answering.served import Postponed, Served, Use
from presence_api.reporting.dsl.faults import ReportRefused
from presence_api.reporting.guarding.single_flight import AnswerNotInTime
from tests.fakes.loop import run_timeless
from tests.presence_api.reporting.answering.world import (
    ANNA,
    OPERATOR,
    QUESTION,
    World,
)

Q1_1995, Q1_1996 = "1995-01-01", "1996-01-01"
OTHER = Caller("globex", "gus", frozenset({"analyst"}))


def data(served: Served) -> Any:
    return msgspec.json.decode(served.json())["data"]


def test_a_miss_asks_cube_and_a_hit_does_not_and_tells_its_age() -> None:
    async def story() -> None:
        world = World()
        world.build()
        first = await world.ask()
        world.clock.advance(7)
        second = await world.ask()
        assert (first.use, second.use, world.calls) == (Use.MISS, Use.HIT, 1)
        assert (first.age_s, second.age_s) == (0, 7)
        assert data(first) == data(second) == [["F", "7"], ["O", "5"]]
        assert first.cache_status == "rampart; fwd=miss; stored"
        assert second.cache_status == "rampart; hit; ttl=86393"
        assert (first.etag, second.freshness) == (second.etag, Freshness.READY)

    run_timeless(story())


def test_cube_is_asked_as_the_caller_of_the_version_that_serves() -> None:
    async def story() -> None:
        world = World()
        world.build()
        await world.ask()
        (call,) = world.source.calls
        assert (call.context.version, call.context.groups) == ("tpch-1", ("analyst",))
        assert dict(call.context.claims) == {"tenant_id": "acme"}
        assert call.query["limit"] == 1001

    run_timeless(story())


@pytest.mark.parametrize(
    "error", [SourceUnavailable("down"), SourceRefused("no"), SourceTooSlow("slow")]
)
def test_errors_are_never_kept(error: Exception) -> None:
    async def story() -> None:
        world = World()
        world.build()
        world.source.script.append(error)
        with pytest.raises((ReportUnavailable, SourceRefused, SourceTooSlow)):
            await world.ask()
        found = await world.ask()
        assert (found.use, world.calls) == (Use.MISS, 2)

    run_timeless(story())


def test_with_cube_away_and_nothing_kept_it_is_said_when_to_come_back() -> None:
    async def story() -> None:
        world = World()
        world.build()
        world.source.otherwise = lambda _: SourceUnavailable("down")
        for _ in range(5):
            with pytest.raises(ReportUnavailable):
                await world.ask()
        world.clock.advance(2)
        with pytest.raises(ReportUnavailable) as raised:
            await world.ask()
        assert (raised.value.retry_after_s, world.calls) == (3.0, 5)  # the breaker is open

    run_timeless(story())


def test_with_cube_away_what_is_kept_is_shown_as_stale() -> None:
    async def story() -> None:
        world = World()
        world.build()
        await world.ask()
        world.build(Q1_1995)
        world.source.otherwise = lambda _: SourceUnavailable("down")
        found = await world.ask()
        assert (found.use, found.freshness, found.age_s) == (Use.STALE, Freshness.STALE, 3)
        assert found.cache_status == "rampart; fwd=stale; detail=rpt-208"

    run_timeless(story())


def test_tenants_and_groups_have_each_their_own() -> None:
    async def story() -> None:
        world = World()
        world.build()
        for caller in (ANNA, OTHER, OPERATOR):
            assert (await world.ask(caller=caller)).use is Use.MISS
        assert [call.context.claims["tenant_id"] for call in world.source.calls] == [
            "acme",
            "globex",
            "acme",
        ]
        ben = Caller("acme", "ben", frozenset({"analyst"}), {"sub": "ben"})
        assert (await world.ask(caller=ben)).use is Use.HIT  # nobody's policy reads who asks

    run_timeless(story())


def test_what_only_operators_may_ask_is_refused_to_others() -> None:
    world = World()
    for more in ({"explain": True}, {"freshness": {"mode": "fresh"}}):
        with pytest.raises(TermsForbidden):
            world.reports.prepare(ANNA, {**QUESTION, **more})
        world.reports.prepare(OPERATOR, {**QUESTION, **more})


def test_faults_are_told_whatever_model_serves() -> None:
    world = World()
    unknown: list[Any] = [{**QUESTION, "entity": "moon"}, {**QUESTION, "limt": 1}]
    for document in ([], {"entity": 1}, *unknown):
        with pytest.raises(ReportRefused):
            world.reports.prepare(ANNA, document)


def test_who_asks_too_often_is_told_by_which_limit_and_when_to_come_back() -> None:
    async def story() -> None:
        world = World(rates=Rates(per_user=3, per_tenant=100, window_s=60))
        asked = world.reports.prepare(ANNA, QUESTION)
        assert (await world.reports.charge(ANNA, [asked, asked])).admitted
        with pytest.raises(TooManyReports) as raised:
            await world.reports.charge(ANNA, [asked, asked])
        assert raised.value.policies == ["user"]
        assert raised.value.verdict.retry_after_s == pytest.approx(20)
        assert world.counts.refused == {"user": 1}

    run_timeless(story())


def test_who_cannot_wait_fetches_the_answer_later_and_nobody_else_does() -> None:
    async def story() -> None:
        world = World()
        world.build()
        world.source.takes_s = 40
        found = await world.later(timeout=30)
        assert isinstance(found, Postponed)
        early = await world.reports.result(ANNA, found.fingerprint, 5)
        assert isinstance(early, Postponed)
        for stranger in (OTHER, OPERATOR):
            with pytest.raises(ResultUnknown):
                await world.reports.result(stranger, found.fingerprint, 5)
        late = await world.reports.result(ANNA, found.fingerprint, 20)
        assert isinstance(late, Served)
        assert (data(late), world.calls) == ([["F", "7"], ["O", "5"]], 1)
        beside = World(beside=world).reports
        assert isinstance(await beside.result(ANNA, found.fingerprint, 0), Served)
        for stranger in (OTHER, OPERATOR):
            with pytest.raises(ResultUnknown):
                await beside.result(stranger, found.fingerprint, 0)
        await world.reports.stop()

    run_timeless(story())


def test_who_comes_back_joins_the_call_that_goes_on() -> None:
    async def story() -> None:
        world = World()
        world.build()
        world.source.takes_s = 40
        assert isinstance(await world.later(timeout=30), Postponed)
        found = await world.ask(timeout=30)
        assert (found.collapsed, world.calls) == (True, 1)
        await world.reports.stop()

    run_timeless(story())


def test_a_call_ends_with_its_last_reader_also_where_several_stop_waiting_in_one_moment() -> None:
    async def story() -> None:
        world = World()
        world.build()
        world.source.takes_s = 1000
        found = await asyncio.gather(*(world.later(timeout=30) for _ in range(3)))
        for one in found:
            assert isinstance(one, Postponed)
            assert world.source.cancelled == 0
            world.reports.leave(ANNA, one.fingerprint)
            await asyncio.sleep(0.01)
        assert (world.calls, world.source.cancelled) == (1, 1)

    run_timeless(story())


def test_a_call_ends_with_the_interest_of_its_last_reader() -> None:
    async def story() -> None:
        world = World()
        world.build()
        world.source.takes_s = 1000
        found = await world.later(timeout=30)
        assert isinstance(found, Postponed)
        assert isinstance(await world.later(timeout=30), Postponed)
        world.reports.leave(ANNA, found.fingerprint)
        await asyncio.sleep(0.01)
        assert world.source.cancelled == 0
        with pytest.raises(ResultUnknown):
            world.reports.leave(OTHER, found.fingerprint)
        world.reports.leave(ANNA, found.fingerprint)
        await asyncio.sleep(0.01)
        assert world.source.cancelled == 1
        with pytest.raises(ResultUnknown):
            world.reports.leave(ANNA, found.fingerprint)

    run_timeless(story())


def test_a_reader_who_breaks_off_ends_the_call_unless_others_wait() -> None:
    async def story() -> None:
        world = World()
        world.build()
        world.source.hold = asyncio.Event()
        one, two = (asyncio.create_task(world.ask()) for _ in range(2))
        await asyncio.sleep(0.01)
        one.cancel()
        await asyncio.sleep(0.01)
        assert world.source.cancelled == 0
        two.cancel()
        await asyncio.sleep(0.01)
        assert (world.source.cancelled, world.calls) == (1, 1)

    run_timeless(story())


def test_calls_that_go_on_are_bounded_in_number_and_in_time() -> None:
    async def story() -> None:
        world = World(most_postponed=1, longest_s=100)
        world.build()
        world.source.takes_s = 1000
        found = await world.later(timeout=30)
        assert isinstance(found, Postponed)
        with pytest.raises(AnswerNotInTime):
            await world.later(limit=7, timeout=30)
        await asyncio.sleep(0.01)
        assert world.source.cancelled == 1
        with pytest.raises(SourceTooSlow):
            await world.reports.result(ANNA, found.fingerprint, 60)
        assert world.source.cancelled == 2
        world.clock.advance(timedelta(minutes=6).total_seconds())
        with pytest.raises(ResultUnknown):
            await world.reports.result(ANNA, found.fingerprint, 0)

    run_timeless(story())
