"""Valkey is killed and started again while people lock and write: fences rise, no late write."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from typing import Final

import psycopg
import pytest

from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from presence_api.adapters.fence_epochs_postgres import PostgresFenceEpochs
from presence_api.adapters.lock_table_redis import RedisLockTable
from presence_api.adapters.redis_connection import RedisConnection
from presence_api.adapters.write_guard_postgres import PostgresWriteGuard
from presence_api.ports.lock_table import Granted, Holder, LockAddress
from presence_api.ports.write_guard import FenceOvertaken
from tests.faults.presence.lock_steps import HarderLockWalk

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

STEPS: Final = 20_000
DEATHS: Final = 20
PLACE: Final = LockAddress("acme", "order", "1")
TIMEOUT_S: Final = 10.0


@pytest.fixture(scope="module")
def stack() -> Iterator[Supervisor]:
    name = f"test-deaths-{os.getpid()}"
    with running_stack(name, components=["migrations", "valkey"]) as running:
        yield running


class Ground:
    """The real table, the real guard, and a hand on the server."""

    def __init__(
        self, stack: Supervisor, connection: psycopg.Connection[tuple[object, ...]]
    ) -> None:
        self.stack, self.connection = stack, connection
        self.redis = RedisConnection(stack.environment["RAMPART_REDIS_URL"], TIMEOUT_S)
        epochs = PostgresFenceEpochs(stack.environment["RAMPART_DATABASE_URL"], TIMEOUT_S)
        self.table = RedisLockTable(self.redis, epochs)
        self.walk: HarderLockWalk | None = None
        self.deaths = 0

    def write(self, address: LockAddress, subject: str, token: str) -> bool:
        """In a transaction of its own."""
        assert self.walk is not None
        guard = PostgresWriteGuard(self.walk.tokens)
        try:
            with self.connection.transaction():
                guard.admit(self.connection, address, subject, token)
        except FenceOvertaken:
            return False
        return True

    async def forget(self) -> None:
        await self.redis.call("FLUSHALL")

    async def nothing(self, walk: HarderLockWalk) -> None:
        """Deaths come when the test says so."""

    def die(self) -> None:
        """Killed in the middle of everything, or told to end; then it starts again."""
        self.deaths += 1
        if self.deaths % 3:
            self.stack.kill("valkey", signal.SIGKILL)
        else:
            self.stack.stop("valkey")
        self.stack.start("valkey")

    async def walked(self, seed: int, steps: int, write: Callable[..., bool]) -> HarderLockWalk:
        """All steps; meanwhile the server dies again and again."""
        walk = self.walk = HarderLockWalk(seed, self.table, write, self.forget, self.nothing)
        dying: asyncio.Task[None] | None = None
        for number in range(steps):
            if number % (steps // DEATHS) == 0:
                if dying is not None:
                    await dying
                dying = asyncio.create_task(asyncio.to_thread(self.die))
            await walk.step()
            await asyncio.sleep(0)
        if dying is not None:
            await dying
        self.redis.close()
        await asyncio.sleep(0)
        return walk


@pytest.fixture
def ground(stack: Supervisor) -> Iterator[Ground]:
    url = stack.environment["RAMPART_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        yield Ground(stack, connection)


def test_law_however_often_the_server_is_killed_fences_rise_and_late_writes_are_refused(
    ground: Ground,
) -> None:
    walk = asyncio.run(ground.walked(1, STEPS, ground.write))
    assert walk.judged() == []
    assert ground.deaths == DEATHS
    assert min(walk.refused, walk.written, walk.unavailable) > 0
    epochs = {fence >> 40 for seen in walk.seen.values() for fence in seen.granted}
    assert len(epochs) > DEATHS / 2  # it was used between its deaths


def test_canary_a_guard_that_asks_nobody_lets_an_older_holder_write_last(ground: Ground) -> None:
    walk = asyncio.run(ground.walked(2, 4_000, lambda *_: True))
    assert any("wrote with" in fault for fault in walk.judged())


def test_what_was_held_when_the_server_was_killed_can_be_had_by_another_with_a_higher_fence(
    ground: Ground,
) -> None:
    anna, ben = (Holder(user, user, "acme", f"{user}.1") for user in ("anna", "ben"))

    async def lived() -> tuple[int, int, bool]:
        first = await ground.table.acquire(PLACE, anna, 30)
        await asyncio.to_thread(ground.die)
        second = await ground.table.acquire(PLACE, ben, 30)
        assert isinstance(first, Granted)
        assert isinstance(second, Granted)
        renewed = await ground.table.renew(PLACE, anna, first.lock.fence, 30)
        ground.redis.close()
        await asyncio.sleep(0)
        return first.lock.fence, second.lock.fence, renewed

    before, after, renewed = asyncio.run(lived())
    assert (after > before, renewed) == (True, False)
