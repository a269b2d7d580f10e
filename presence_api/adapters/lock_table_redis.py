"""Locks in Redis: one script decides each step, and every key has an end.

A lock is a hash `rampart:<tenant>:lock:<entity>:<id>` whose expiry is the lock's. Fences come from
one hash more, `rampart::lock:fence:counter`: the epoch that Postgres gave, the run id of the server
that it was given for, and a counter. They are lost together or not at all; a script that finds them
gone, or of another run, asks for a new epoch. The counter's hash alone has no end.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from metamodel.naming.redis_keys import RedisKey
from presence_api.adapters.redis_connection import RedisConnection, Script
from presence_api.ports.fence_epochs import COUNTERS, FenceEpochs
from presence_api.ports.lock_table import (
    Denied,
    Granted,
    Holder,
    Lock,
    LockAddress,
    LocksUnavailable,
)

FENCES: Final = str(RedisKey(None, "lock", "fence", "counter"))
_TRIES: Final = 3
_RUN_ID = "local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')"

# KEYS: fences, lock. ARGV: user, name, tenant, lease, ttl in ms, lease to take it from ('': none).
_ACQUIRE: Final = Script(f"""
{_RUN_ID}
local held = redis.call('HMGET', KEYS[2], 'user', 'name', 'tenant', 'lease', 'epoch', 'counter')
local was = held[4]
if was and was ~= ARGV[4] and was ~= ARGV[6] then
  local left = redis.call('PTTL', KEYS[2])
  return {{'DENIED', held[1], held[2], held[3], was, held[5], held[6], left}}
end
if was == ARGV[4] then
  redis.call('PEXPIRE', KEYS[2], ARGV[5])
  return {{'GRANTED', held[5], held[6]}}
end
local fence = redis.call('HMGET', KEYS[1], 'run', 'epoch')
if fence[1] ~= run then
  return {{'NEED_EPOCH', run}}
end
local counter = redis.call('HINCRBY', KEYS[1], 'counter', 1)
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'user', ARGV[1], 'name', ARGV[2], 'tenant', ARGV[3], 'lease', ARGV[4],
  'epoch', fence[2], 'counter', counter)
redis.call('PEXPIRE', KEYS[2], ARGV[5])
if was then
  return {{'GRANTED', fence[2], counter, held[1], held[2], held[3], was}}
end
return {{'GRANTED', fence[2], counter}}
""")

# KEYS: fences. ARGV: run id that the epoch was fetched for, epoch. A larger epoch stays.
BEGIN: Final = Script(f"""
{_RUN_ID}
if run ~= ARGV[1] then
  return 0
end
local fence = redis.call('HMGET', KEYS[1], 'run', 'epoch')
if fence[1] ~= run or tonumber(fence[2]) < tonumber(ARGV[2]) then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'run', run, 'epoch', ARGV[2], 'counter', 0)
end
return 1
""")

# KEYS: lock. ARGV: lease, epoch, counter, ttl in ms (0: let it go).
_KEEP: Final = Script("""
local held = redis.call('HMGET', KEYS[1], 'lease', 'epoch', 'counter')
if held[1] ~= ARGV[1] or held[2] ~= ARGV[2] or held[3] ~= ARGV[3] then
  return 0
end
if ARGV[4] == '0' then
  return redis.call('DEL', KEYS[1])
end
return redis.call('PEXPIRE', KEYS[1], ARGV[4])
""")

# KEYS: lock.
_LOOK: Final = Script("""
local held = redis.call('HMGET', KEYS[1], 'user', 'name', 'tenant', 'lease', 'epoch', 'counter')
held[7] = redis.call('PTTL', KEYS[1])
return held
""")

# KEYS: locks. The number of each that is held, and what `look` says of it.
_HELD: Final = Script("""
local found = {}
for number, key in ipairs(KEYS) do
  local held = redis.call('HMGET', key, 'user', 'name', 'tenant', 'lease', 'epoch', 'counter')
  if held[1] then
    held[7] = redis.call('PTTL', key)
    found[#found + 1] = {number - 1, held}
  end
end
return found
""")
_AT_ONCE: Final = 1000
"""Keys of one script: others wait for so long."""


class RedisLockTable:
    """Decides in one round trip; a first lock after Redis was started takes three and Postgres."""

    def __init__(self, redis: RedisConnection, epochs: FenceEpochs) -> None:
        self._redis, self._epochs = redis, epochs

    async def acquire(
        self, address: LockAddress, holder: Holder, ttl_s: float, *, take_over: Holder | None = None
    ) -> Granted | Denied:
        args = (holder.user, holder.name, holder.tenant, holder.lease, _ms(ttl_s))
        taken = take_over.lease if take_over is not None else ""
        for _ in range(_TRIES):
            word, *found = await self._redis.run(_ACQUIRE, [FENCES, _key(address)], *args, taken)
            if word == b"DENIED":
                return Denied(_lock(found))
            if word == b"GRANTED":
                lock = Lock(holder, _fence(found[0], found[1]), ttl_s)
                return Granted(lock, _holder(found[2:6]) if len(found) > 2 else None)  # noqa: PLR2004
            epoch = await self._epochs.next()
            await self._redis.run(BEGIN, [FENCES], found[0], epoch)
        raise LocksUnavailable("Redis was started again and again")

    async def renew(self, address: LockAddress, holder: Holder, fence: int, ttl_s: float) -> bool:
        return await self._keep(address, holder, fence, _ms(ttl_s))

    async def release(self, address: LockAddress, holder: Holder, fence: int) -> bool:
        return await self._keep(address, holder, fence, 0)

    async def look(self, address: LockAddress) -> Lock | None:
        found = await self._redis.run(_LOOK, [_key(address)])
        return _lock(found) if found[0] is not None else None

    async def held_among(self, addresses: Sequence[LockAddress]) -> Mapping[LockAddress, Lock]:
        held: dict[LockAddress, Lock] = {}
        for first in range(0, len(addresses), _AT_ONCE):
            some = addresses[first : first + _AT_ONCE]
            for number, found in await self._redis.run(_HELD, [_key(one) for one in some]):
                held[some[number]] = _lock(found)
        return held

    async def _keep(self, address: LockAddress, holder: Holder, fence: int, ttl_ms: int) -> bool:
        epoch, counter = divmod(fence, COUNTERS)
        return bool(
            await self._redis.run(_KEEP, [_key(address)], holder.lease, epoch, counter, ttl_ms)
        )


def _key(address: LockAddress) -> str:
    return str(RedisKey(address.tenant, "lock", address.entity, address.id))


def _ms(seconds: float) -> int:
    return max(1, int(seconds * 1000))


def _fence(epoch: bytes, counter: bytes | int) -> int:
    return int(epoch) * COUNTERS + int(counter)


def _holder(found: list[bytes]) -> Holder:
    user, name, tenant, lease = (part.decode() for part in found)
    return Holder(user, name, tenant, lease)


def _lock(found: list[bytes]) -> Lock:
    return Lock(_holder(found[:4]), _fence(found[4], found[5]), max(0, int(found[6])) / 1000)
