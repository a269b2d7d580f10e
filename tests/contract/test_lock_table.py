"""The table in memory and the one in Redis keep one contract."""

import asyncio
from typing import ClassVar

import pytest

from presence_api.adapters.lock_table_redis import BEGIN, FENCES, RedisLockTable
from presence_api.adapters.redis_connection import RedisConnection
from presence_api.ports.lock_table import LockAddress, LocksUnavailable
from tests.contract.lock_table_contract import ANNA, LockTableContract
from tests.contract.on_valkey import OnValkey
from tests.fakes.fence_epochs import FakeFenceEpochs
from tests.fakes.lock_table import FakeLockTable


class TestFakeLockTable(LockTableContract):
    @pytest.fixture(autouse=True)
    def _table(self) -> None:
        self.fake = self.table = FakeLockTable()

    def forget_everything(self) -> None:
        self.fake.restart()

    def pass_time(self, seconds: float) -> None:
        self.fake.clock.advance(seconds)


@pytest.mark.integration
class TestRedisLockTable(OnValkey, LockTableContract):
    epochs: ClassVar[FakeFenceEpochs] = FakeFenceEpochs()

    @pytest.fixture(autouse=True)
    def _table(self, redis: RedisConnection) -> None:
        self.connection = redis
        self.table = RedisLockTable(redis, self.epochs)

    def forget_everything(self) -> None:
        self.run(self.connection.call("FLUSHALL"))

    def test_nothing_is_left_behind_but_the_counter_of_fences(self, address: LockAddress) -> None:
        self.run(self.connection.call("FLUSHALL"))
        self.granted(address, ANNA)
        keys = set(self.run(self.connection.call("KEYS", "*")))
        without_end = {key for key in keys if self.run(self.connection.call("PTTL", key)) < 0}
        assert (len(keys), without_end) == (2, {FENCES.encode()})

    def test_another_run_of_redis_begins_another_epoch(self, address: LockAddress) -> None:
        first = self.granted(address, ANNA).lock
        self.run(self.connection.call("HSET", FENCES, "run", "0" * 40))
        self.run(self.table.release(address, ANNA, first.fence))
        second = self.granted(address, ANNA).lock
        assert second.fence >> 40 > first.fence >> 40

    def test_an_epoch_that_comes_late_never_takes_the_place_of_a_newer_one(
        self, address: LockAddress
    ) -> None:
        first = self.granted(address, ANNA).lock
        run = self.run(self.connection.call("HGET", FENCES, "run"))
        self.run(self.connection.run(BEGIN, [FENCES], run, 0))
        self.run(self.table.release(address, ANNA, first.fence))
        assert self.granted(address, ANNA).lock.fence > first.fence


def test_without_redis_nobody_knows() -> None:
    table = RedisLockTable(RedisConnection("redis://127.0.0.1:1/0", 1), FakeFenceEpochs())
    with pytest.raises(LocksUnavailable):
        asyncio.run(table.look(LockAddress("acme", "order", "1")))
