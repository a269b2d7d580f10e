"""What is kept is shown while it is as new as the ledger, and no longer."""

import pytest

from metamodel.model.freshness import Freshness
from presence_api.reporting.answering.reports import ReportUnavailable
from presence_api.reporting.answering.served import Use
from tests.fakes.loop import run_timeless
from tests.presence_api.reporting.answering.world import (
    BY_DAY,
    IN_1995,
    World,
    published,
)
from tests.presence_api.reporting.asked import model

Q1_1995, Q1_1996 = "1995-01-01", "1996-01-01"


def test_a_hit_while_a_partition_is_built_says_so_and_asks_nobody() -> None:
    async def story() -> None:
        world = World()
        world.build()
        await world.ask()
        world.want(Q1_1995)
        world.ledger.begin(published().rollups[0], [Q1_1995], "run-2")
        world.clock.advance(1.5)
        found = await world.ask()
        assert (found.use, found.freshness, world.calls) == (Use.HIT, Freshness.BUILDING, 1)

    run_timeless(story())


def test_a_partition_that_was_built_anew_makes_its_entries_old_and_no_others() -> None:
    async def story() -> None:
        world = World()
        world.build()
        await world.ask()
        await world.ask(IN_1995)
        world.build(Q1_1996)
        assert (await world.ask(IN_1995)).use is Use.HIT
        assert (await world.ask()).use is Use.MISS
        world.build(Q1_1995)
        assert (await world.ask(IN_1995)).use is Use.MISS

    run_timeless(story())


def test_a_new_minor_version_drops_everything_and_a_patch_only_what_it_touches() -> None:
    async def story() -> None:
        world = World()
        world.build()
        await world.ask()
        patch = model().model_copy(update={"spec_version": "1.0.1"})
        minor = model().model_copy(update={"spec_version": "1.1.0"})
        for served, use in (
            (published(patch, lineitem="other"), Use.HIT),
            (published(patch, orders="other"), Use.MISS),
            (published(minor), Use.MISS),
        ):
            world.models.serve(served)
            assert (await world.ask()).use is use

    run_timeless(story())


def test_who_has_heard_of_a_build_is_shown_nothing_from_before() -> None:
    async def story() -> None:
        world = World()
        world.build()
        first = await world.ask()
        await world.ask()
        rollup = published().rollups[0]
        (attempt,) = world.ledger.begin(rollup, [Q1_1995], "run-2")
        epoch = world.ledger.succeed(attempt, "preaggs.t", 1)  # the shared reading is older
        assert (await world.ask()).use is Use.HIT
        heard = {"min_epoch": {BY_DAY: epoch}}
        found = await world.ask(freshness=heard)
        assert (found.use, found.report.epochs) == (Use.MISS, {BY_DAY: epoch})
        assert first.report.epochs[BY_DAY] < epoch

    run_timeless(story())


def test_without_a_ledger_only_what_is_kept_is_shown_and_labelled() -> None:
    async def story() -> None:
        world = World()
        world.build()
        await world.ask()
        world.readings.away = True
        world.clock.advance(2)
        found = await world.ask()
        assert (found.use, found.freshness) == (Use.HIT, Freshness.UNKNOWN)
        with pytest.raises(ReportUnavailable, match="ledger"):
            await world.ask(IN_1995)
        assert world.calls == 1

    run_timeless(story())


def test_an_answer_of_another_instance_is_found_and_one_that_is_lost_asked_again() -> None:
    async def story() -> None:
        world = World()
        world.build()
        await world.ask()
        other = World(beside=world)
        assert (await other.ask()).use is Use.HIT
        world.shared.away = True
        assert (await World(beside=world).ask()).use is Use.MISS

    run_timeless(story())


def test_who_wants_a_newer_one_is_shown_what_another_instance_has() -> None:
    async def story() -> None:
        world = World()
        other = World(beside=world)
        world.build()
        await world.ask()
        assert (await other.ask()).use is Use.HIT  # and has it now itself
        world.clock.advance(10)
        await world.ask(freshness={"mode": "revalidate"})
        found = await other.ask(freshness={"maxAge": 9})
        assert (found.use, found.age_s, other.calls) == (Use.HIT, 0, 0)

    run_timeless(story())


def test_a_reader_may_want_a_newer_one() -> None:
    async def story() -> None:
        world = World()
        world.build()
        await world.ask()
        world.clock.advance(10)
        assert (await world.ask(freshness={"maxAge": 10})).use is Use.HIT
        assert (await world.ask(freshness={"maxAge": 9})).use is Use.MISS
        assert (await world.ask(freshness={"mode": "revalidate"})).use is Use.MISS
        assert (await world.ask()).age_s == 0

    run_timeless(story())
