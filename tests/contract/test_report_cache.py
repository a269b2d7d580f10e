"""The cache in memory and the one in Redis keep one contract."""

import asyncio

import pytest

from metamodel.kernel.clock import SystemClock
from presence_api.adapters.redis_connection import RedisConnection
from presence_api.adapters.report_cache_redis import RedisReportCache, _key
from presence_api.ports.report_cache import CacheKey, ReportCacheUnavailable
from tests.contract.on_valkey import OnValkey
from tests.contract.report_cache_contract import ReportCacheContract
from tests.fakes.clock import FakeClock
from tests.fakes.report_cache import FakeReportCache
from tests.fakes.reports import KEY, kept


class TestFakeReportCache(ReportCacheContract):
    @pytest.fixture(autouse=True)
    def _cache(self) -> None:
        self.clock = self.fake_clock = FakeClock()
        self.cache = FakeReportCache(self.clock)

    def pass_time(self, seconds: float) -> None:
        self.fake_clock.advance(seconds)


@pytest.mark.integration
class TestRedisReportCache(OnValkey, ReportCacheContract):
    clock = SystemClock()

    @pytest.fixture(autouse=True)
    def _cache(self, redis: RedisConnection) -> None:
        self.connection = redis
        self.cache = RedisReportCache(redis, self.clock)

    def test_every_value_has_an_end_and_large_ones_are_compressed(self, key: CacheKey) -> None:
        self.run(self.cache.keep(key, self.report(b"[1.25]," * 100_000, life_s=60)))
        size = self.run(self.connection.call("STRLEN", _key(key)))
        assert 0 < self.run(self.connection.call("PTTL", _key(key))) <= 60_000
        assert size < 70_000

    def test_what_another_version_wrote_is_not_found(self, key: CacheKey) -> None:
        self.run(self.connection.call("SET", _key(key), b"\x63what?", "PX", 60_000))
        assert self.run(self.cache.find(key)) is None


def test_without_redis_nothing_is_found_and_nothing_is_kept() -> None:
    cache = RedisReportCache(RedisConnection("redis://127.0.0.1:1/0", 1), FakeClock())
    with pytest.raises(ReportCacheUnavailable):
        asyncio.run(cache.find(KEY))
    with pytest.raises(ReportCacheUnavailable):
        asyncio.run(cache.keep(KEY, kept()))
