"""No older holder's write is ever accepted after a newer one's, whatever is lost on the way."""

import asyncio
import os
from collections.abc import Iterator

import psycopg
import pytest

from ops.stack.running import running_stack
from presence_api.adapters.fence_epochs_postgres import PostgresFenceEpochs
from presence_api.adapters.lock_table_redis import RedisLockTable
from presence_api.adapters.redis_connection import RedisConnection
from presence_api.adapters.write_guard_postgres import PostgresWriteGuard
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.write_guard import FenceOvertaken
from tests.contract.lock_walk import LockWalk
from tests.fakes.lock_table import FakeLockTable
from tests.fakes.write_guard import FakeWriteGuard, FakeWrites

STEPS = 20_000


def walked(seed: int, *, forgetful: bool = False) -> LockWalk:
    table, fences = FakeLockTable(), dict[LockAddress, int]()

    async def forget() -> None:
        table.restart()

    def write(address: LockAddress, subject: str, token: str) -> bool:
        within = FakeWrites({} if forgetful else fences)
        try:
            FakeWriteGuard(walk.tokens).admit(within, address, subject, token)
        except FenceOvertaken:
            return False
        within.commit()
        return True

    walk = LockWalk(seed, table, write, forget)

    async def all_steps() -> None:
        for _ in range(STEPS):
            await walk.step()

    asyncio.run(all_steps())
    return walk


@pytest.mark.parametrize("seed", range(5))
def test_fences_rise_and_late_writes_are_refused(seed: int) -> None:
    walk = walked(seed)
    assert walk.faults == []
    assert walk.refused > STEPS / 20  # late writes were tried
    assert sum(len(seen.written) for seen in walk.seen.values()) > STEPS / 20


def test_canary_without_the_guards_memory_an_older_holder_writes_last() -> None:
    faults = walked(1, forgetful=True).faults
    assert any("wrote with" in fault for fault in faults)


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[str, str]]:
    with running_stack(f"test-laws-{os.getpid()}", components=["migrations", "valkey"]) as stack:
        yield stack.environment["RAMPART_REDIS_URL"], stack.environment["RAMPART_DATABASE_URL"]


@pytest.mark.integration
def test_the_same_on_valkey_that_forgets_everything_and_on_postgres(
    servers: tuple[str, str],
) -> None:
    redis_url, database_url = servers

    async def all_steps(connection: psycopg.Connection[tuple[object, ...]]) -> LockWalk:
        redis = RedisConnection(redis_url, 10)

        async def forget() -> None:
            await redis.call("FLUSHALL")

        def write(address: LockAddress, subject: str, token: str) -> bool:
            guard = PostgresWriteGuard(walk.tokens)
            try:
                with connection.transaction():
                    guard.admit(connection, address, subject, token)
            except FenceOvertaken:
                return False
            return True

        table = RedisLockTable(redis, PostgresFenceEpochs(database_url, 10))
        walk = LockWalk(7, table, write, forget)
        for _ in range(3_000):
            await walk.step()
        redis.close()
        await asyncio.sleep(0)
        return walk

    with psycopg.connect(database_url, autocommit=True) as connection:
        walk = asyncio.run(all_steps(connection))
    assert walk.faults == []
    assert walk.refused > 100
