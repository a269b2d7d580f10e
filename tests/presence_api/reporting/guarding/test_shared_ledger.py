"""One reading for all who ask, never too old, and none of a ledger that is away."""

import asyncio

from presence_api.ports.ledger_reading import LedgerUnavailable
from presence_api.reporting.guarding.breaker import Breaker, BreakerTerms
from presence_api.reporting.guarding.shared_ledger import SharedLedger
from tests.contract.ledger_reading_contract import BY_CUSTOMER, BY_DAY
from tests.fakes.clock import START, FakeClock
from tests.fakes.ledger import FakeLedger
from tests.fakes.ledger_readings import FakeLedgerReadings
from tests.fakes.loop import run_timeless

TERMS = BreakerTerms(failures_in_row=3, open_s=1.0)


class World:
    """A ledger in memory, read through what is shared."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.readings = FakeLedgerReadings(FakeLedger(self.clock))
        breaker = Breaker("ledger", (LedgerUnavailable,), self.clock, TERMS)
        self.ledger = SharedLedger(self.readings, self.clock, breaker)


def test_many_who_ask_at_once_share_a_reading_and_so_do_those_soon_after() -> None:
    async def story() -> None:
        world = World()
        found = await asyncio.gather(*(world.ledger.recent([BY_DAY]) for _ in range(200)))
        world.clock.advance(1.0)
        found.append(await world.ledger.recent([BY_DAY]))
        assert {one.read_at for one in found if one} == {START}
        assert world.readings.calls == 1

    run_timeless(story())


def test_a_reading_of_more_than_a_second_is_taken_again() -> None:
    async def story() -> None:
        world = World()
        await world.ledger.recent([BY_DAY])
        world.clock.advance(1.01)
        found = await world.ledger.recent([BY_DAY])
        assert found is not None
        assert (found.read_at > START, world.readings.calls) == (True, 2)

    run_timeless(story())


def test_other_rollups_are_another_reading_in_any_order() -> None:
    async def story() -> None:
        world = World()
        await world.ledger.recent([BY_DAY])
        for both in ([BY_DAY, BY_CUSTOMER], [BY_CUSTOMER, BY_DAY]):
            found = await world.ledger.recent(both)
            assert found is not None
            assert set(found.reading.rollups) == {BY_DAY.path, BY_CUSTOMER.path}
        assert world.readings.calls == 2

    run_timeless(story())


def test_who_has_heard_of_a_build_never_gets_a_reading_from_before() -> None:
    async def story() -> None:
        world = World()
        world.readings.hold = asyncio.Event()
        early = asyncio.create_task(world.ledger.recent([BY_DAY]))
        await asyncio.sleep(0.01)
        late = [asyncio.create_task(world.ledger.new([BY_DAY])) for _ in range(50)]
        await asyncio.sleep(0.01)
        world.readings.hold.set()
        first, *others = await asyncio.gather(early, *late)
        assert first is not None
        assert [one.number for one in others if one] == [2] * 50
        assert (first.number, world.readings.calls) == (1, 2)

    run_timeless(story())


def test_of_a_ledger_that_is_away_there_is_no_reading_and_nobody_waits_again_and_again() -> None:
    async def story() -> None:
        world = World()
        await world.ledger.recent([BY_CUSTOMER])
        world.readings.away = True
        for _ in range(5):
            assert await world.ledger.recent([BY_DAY]) is None
        assert world.readings.calls == 1 + TERMS.failures_in_row
        world.readings.away = False
        world.clock.advance(1.0)
        assert await world.ledger.recent([BY_DAY]) is not None

    run_timeless(story())


def test_one_that_hangs_is_given_up() -> None:
    async def story() -> None:
        world = World()
        world.readings.hold = asyncio.Event()
        assert await world.ledger.recent([BY_DAY]) is None

    run_timeless(story())
