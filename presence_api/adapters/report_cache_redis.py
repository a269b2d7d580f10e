"""Kept answers in Redis: `rampart:<tenant>:cache:report:<digest>`, each with an end of its own."""

from datetime import timedelta

from metamodel.kernel.clock import Clock
from metamodel.naming.redis_keys import RedisKey
from presence_api.adapters.cached_report_codec import decode, encode
from presence_api.adapters.redis_connection import Part, RedisConnection
from presence_api.ports.lock_table import LocksUnavailable
from presence_api.ports.report_cache import CachedReport, CacheKey, ReportCacheUnavailable

_MS = timedelta(milliseconds=1)


class RedisReportCache:
    """One round trip a call."""

    def __init__(self, redis: RedisConnection, clock: Clock) -> None:
        self._redis, self._clock = redis, clock

    async def find(self, key: CacheKey) -> CachedReport | None:
        found: bytes | None = await self._ask("GET", _key(key))
        return decode(found) if found is not None else None

    async def keep(self, key: CacheKey, report: CachedReport) -> None:
        left_ms = (report.ends_at - self._clock.now()) // _MS
        if left_ms > 0:
            await self._ask("SET", _key(key), encode(report), "PX", left_ms)

    async def _ask(self, *parts: Part) -> bytes | None:
        try:
            answer: bytes | None = await self._redis.call(*parts)
        except LocksUnavailable as error:
            raise ReportCacheUnavailable(str(error)) from error
        return answer


def _key(key: CacheKey) -> str:
    return str(RedisKey(key.tenant, "cache", "report", key.digest))
