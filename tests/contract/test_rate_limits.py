"""The count in memory and the one in Redis keep one contract."""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import pytest

from presence_api.adapters.rate_limits_redis import RedisRateLimits, _key
from presence_api.adapters.redis_connection import RedisConnection
from presence_api.ports.rate_limits import Charge, Limit, RateLimitsUnavailable
from tests.contract.on_valkey import OnValkey
from tests.contract.rate_limits_contract import DAY_S, RateLimitsContract
from tests.fakes.clock import FakeClock
from tests.fakes.rate_limits import FakeRateLimits

SHARED = Limit("user", "acme", "shared", quota=100, window_s=DAY_S)


class TestFakeRateLimits(RateLimitsContract):
    @pytest.fixture(autouse=True)
    def _limits(self) -> None:
        self.clock = FakeClock()
        self.limits = FakeRateLimits(self.clock)

    def pass_time(self, seconds: float) -> None:
        self.clock.advance(seconds)


@pytest.mark.integration
class TestRedisRateLimits(OnValkey, RateLimitsContract):
    @pytest.fixture(autouse=True)
    def _limits(self, redis: RedisConnection) -> None:
        self.connection = redis
        self.limits = RedisRateLimits(redis)

    def test_every_bucket_ends_when_it_is_empty(self, user: Limit, tenant: Limit) -> None:
        self.take(Charge(user, 5), Charge(tenant, 15))
        ends = [self.run(self.connection.call("PTTL", _key(one))) for one in (user, tenant)]
        assert 0 < ends[0] <= DAY_S * 500
        assert DAY_S * 500 < ends[1] <= DAY_S * 1000

    def test_two_processes_share_one_count(self) -> None:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(2, mp_context=context) as processes:
            admitted = list(processes.map(hammer, [self.url] * 2))
        assert sum(admitted) == SHARED.quota


def hammer(url: str) -> int:
    """Ask 100 times at once, in a process of its own: how often was it admitted?"""

    async def asked() -> int:
        redis = RedisConnection(url, 10)
        limits = RedisRateLimits(redis)
        found = await asyncio.gather(*(limits.take([Charge(SHARED)]) for _ in range(100)))
        redis.close()
        await asyncio.sleep(0)
        return sum(one.admitted for one in found)

    return asyncio.run(asked())


def test_without_redis_nobody_knows() -> None:
    limits = RedisRateLimits(RedisConnection("redis://127.0.0.1:1/0", 1))
    with pytest.raises(RateLimitsUnavailable):
        asyncio.run(limits.take([Charge(SHARED)]))
