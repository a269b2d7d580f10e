"""A million random steps with locks in memory: no older holder's write after a newer one's."""

import asyncio
from typing import Final

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.lock_table import FakeLockTable
from tests.faults.presence.lock_steps import FenceStore, HarderLockWalk

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

STEPS: Final = 1_000_000
WALKS: Final = 20
LONGER_THAN_A_LOCK_S: Final = 31


class Table(FakeLockTable):
    """Runs out of time, is away and starts again."""

    def __init__(self) -> None:
        self.time = FakeClock()
        super().__init__(self.time)

    async def befall(self, walk: HarderLockWalk) -> None:
        """Time passes, it goes away, or it is there again and knows nothing."""
        if self.away:
            self.away = False
            self.restart()
        elif walk.random.random() < 0.3:
            self.away = True
        else:
            self.time.advance(walk.random.choice([1, 10, LONGER_THAN_A_LOCK_S]))


class Amnesiac(Table):
    """For the canary: after a restart it counts from the beginning, in the same epoch."""

    def restart(self) -> None:
        self._held.clear()
        self._counter = 0


def walked(seed: int, steps: int, table: Table, store: FenceStore) -> HarderLockWalk:
    async def forget() -> None:
        table.restart()

    walk = store.walk = HarderLockWalk(seed, table, store.write, forget, table.befall)

    async def all_steps() -> None:
        for _ in range(steps):
            await walk.step()

    asyncio.run(all_steps())
    return walk


@pytest.mark.parametrize("seed", range(WALKS))
def test_law_no_fence_is_given_twice_and_no_write_is_accepted_after_a_newer_ones(seed: int) -> None:
    steps = STEPS // WALKS
    walk = walked(seed, steps, Table(), FenceStore())
    assert walk.judged() == []
    for tried in (walk.refused, walk.written, walk.unavailable):
        assert tried > steps / 50


def test_canary_a_store_that_forgets_fences_is_found_out() -> None:
    faults = walked(1, 20_000, Table(), FenceStore(forgetful=True)).judged()
    assert any("wrote with" in fault for fault in faults)


def test_canary_a_table_that_counts_anew_is_found_out() -> None:
    faults = walked(1, 20_000, Amnesiac(), FenceStore()).judged()
    assert any("given twice" in fault for fault in faults)
    assert any("after" in fault for fault in faults)
