"""Rate limits in Redis: one script decides over all limits of a request, by the server's clock.

A bucket is `rampart:<tenant>:limit:<policy>:<holder>`: the microsecond until which what was taken
lasts, and that is also when the key ends.
"""

from collections.abc import Sequence
from typing import Final

from metamodel.kernel.ids import instance_id
from metamodel.naming.redis_keys import RedisKey
from presence_api.adapters.redis_connection import RedisConnection, Script
from presence_api.ports.lock_table import LocksUnavailable
from presence_api.ports.rate_limits import Charge, Limit, RateLimitsUnavailable, Verdict
from presence_api.reporting.guarding.gcra import ROUNDING_US, price_us, verdict

_US: Final = 1_000_000

# KEYS: buckets. ARGV: for each, what the charge costs and the window, both in microseconds, then
# how much rounding is forgiven. Answers whether all were taken, and when each bucket is empty.
_TAKE: Final = Script("""
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local rounding = tonumber(ARGV[#ARGV])
local used, taken = {}, 1
for i, key in ipairs(KEYS) do
  used[i] = math.max(0, tonumber(redis.call('GET', key) or now) - now)
  if used[i] + ARGV[2 * i - 1] > ARGV[2 * i] + rounding then
    taken = 0
  end
end
local answer = {taken}
for i, key in ipairs(KEYS) do
  if taken == 1 then
    used[i] = used[i] + ARGV[2 * i - 1]
    local until_us = string.format('%.2f', now + used[i])
    redis.call('SET', key, until_us, 'PX', math.ceil(used[i] / 1000))
  end
  answer[i + 1] = string.format('%.2f', used[i])
end
return answer
""")


class RedisRateLimits:
    """One round trip a request, however many limits it has."""

    def __init__(self, redis: RedisConnection) -> None:
        self._redis = redis

    async def take(self, charges: Sequence[Charge]) -> Verdict:
        args: list[str] = []
        for charge in charges:
            args += [repr(price_us(charge)), str(charge.limit.window_s * _US)]
        keys = [_key(charge.limit) for charge in charges]
        try:
            taken, *used = await self._redis.run(_TAKE, keys, *args, str(ROUNDING_US))
        except LocksUnavailable as error:
            raise RateLimitsUnavailable(str(error)) from error
        return verdict(charges, [float(one) for one in used], admitted=bool(taken))


def _key(limit: Limit) -> str:
    return str(RedisKey(limit.tenant, "limit", limit.name, instance_id([limit.holder])))
