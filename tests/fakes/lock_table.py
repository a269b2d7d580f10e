"""A table of locks in memory, in a time that only tests move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from presence_api.ports.fence_epochs import COUNTERS
from presence_api.ports.lock_table import (
    Denied,
    Granted,
    Holder,
    Lock,
    LockAddress,
    LocksUnavailable,
)
from tests.fakes.clock import FakeClock


@dataclass
class _Held:
    lock: Lock
    ends_at: float


class FakeLockTable:
    """`away` makes every call fail; `restart` forgets all but that fences rise."""

    def __init__(self, clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.away = False
        self._epoch, self._counter = 1, 0
        self._held: dict[LockAddress, _Held] = {}

    async def acquire(
        self, address: LockAddress, holder: Holder, ttl_s: float, *, take_over: Holder | None = None
    ) -> Granted | Denied:
        held = self._found(address)
        if held is not None and held.lock.holder.lease == holder.lease:
            held.ends_at = self.clock.monotonic_s() + ttl_s
            return Granted(replace(held.lock, left_s=ttl_s))
        if held is not None and held.lock.holder != take_over:
            return Denied(self._now(held))
        self._counter += 1
        lock = Lock(holder, self._epoch * COUNTERS + self._counter, ttl_s)
        self._held[address] = _Held(lock, self.clock.monotonic_s() + ttl_s)
        return Granted(lock, held.lock.holder if held is not None else None)

    async def renew(self, address: LockAddress, holder: Holder, fence: int, ttl_s: float) -> bool:
        held = self._mine(address, holder, fence)
        if held is not None:
            held.ends_at = self.clock.monotonic_s() + ttl_s
        return held is not None

    async def release(self, address: LockAddress, holder: Holder, fence: int) -> bool:
        held = self._mine(address, holder, fence)
        if held is not None:
            del self._held[address]
        return held is not None

    async def look(self, address: LockAddress) -> Lock | None:
        held = self._found(address)
        return self._now(held) if held is not None else None

    async def held_among(self, addresses: Sequence[LockAddress]) -> Mapping[LockAddress, Lock]:
        found = {one: self._found(one) for one in addresses}
        return {one: self._now(held) for one, held in found.items() if held is not None}

    def restart(self) -> None:
        """Everything is forgotten, and an epoch begins."""
        self._held.clear()
        self._epoch, self._counter = self._epoch + 1, 0

    def _found(self, address: LockAddress) -> _Held | None:
        if self.away:
            raise LocksUnavailable("away")
        held = self._held.get(address)
        if held is not None and held.ends_at <= self.clock.monotonic_s():
            del self._held[address]
            return None
        return held

    def _mine(self, address: LockAddress, holder: Holder, fence: int) -> _Held | None:
        held = self._found(address)
        mine = held is not None and (held.lock.holder.lease, held.lock.fence) == (
            holder.lease,
            fence,
        )
        return held if mine else None

    def _now(self, held: _Held) -> Lock:
        return replace(held.lock, left_s=held.ends_at - self.clock.monotonic_s())
