"""People who lock, lose, replay and write at random, and what of it must never be accepted."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from presence_api.live.lock_tokens import Claim, LockTokens
from presence_api.ports.lock_table import Granted, Holder, LockAddress, LockTable
from tests.fakes.clock import FakeClock

TTL_S = 30.0
USERS = ("anna", "ben", "cem", "dora")
Write = Callable[[LockAddress, str, str], bool]
"""Address, subject, token: was it accepted?"""


@dataclass
class Seen:
    """What has happened to one instance."""

    granted: list[int] = field(default_factory=list)
    written: list[int] = field(default_factory=list)


class LockWalk:
    """Random steps on some instances; `faults` says what must not have happened.

    Tokens outlive their locks on purpose: their clock stands still, so that only the fence can
    refuse a late write.
    """

    def __init__(
        self, seed: int, table: LockTable, write: Write, forget: Callable[[], Awaitable[None]]
    ) -> None:
        self.random = random.Random(seed)
        self.table, self.write, self.forget = table, write, forget
        self.clock = FakeClock()
        self.tokens = LockTokens(b"k" * 32, self.clock)
        self.addresses = [LockAddress("acme", "order", f"{seed}~{n}") for n in range(3)]
        self.seen = {address: Seen() for address in self.addresses}
        self.shown: list[tuple[LockAddress, Holder, int, str]] = []
        self.faults: list[str] = []
        self.refused = 0

    async def step(self) -> None:
        address = self.random.choice(self.addresses)
        step = self.random.choices(
            ("lock", "write", "release", "renew", "forget"), (30, 50, 12, 7, 1)
        )[0]
        if step == "lock":
            await self._lock(address)
        elif step == "forget":
            await self.forget()
        elif self.shown:
            at, holder, fence, token = self.random.choice(self.shown[-40:])
            if step == "write":
                self._write(at, holder, fence, token)
            elif step == "release":
                await self.table.release(at, holder, fence)
            else:
                await self.table.renew(at, holder, fence, TTL_S)

    async def _lock(self, address: LockAddress) -> None:
        user = self.random.choice(USERS)
        holder = Holder(user, user, "acme", f"{user}.{self.random.randrange(3)}")
        held = await self.table.look(address)
        take = held.holder if held is not None and self.random.random() < 0.3 else None
        found = await self.table.acquire(address, holder, TTL_S, take_over=take)
        if not isinstance(found, Granted):
            return
        fence, granted = found.lock.fence, self.seen[address].granted
        if held is not None and held.fence == fence:
            return  # it was this holder's already
        if granted and fence <= granted[-1]:
            self.faults.append(f"{address.id}: fence {fence} after {granted[-1]}")
        granted.append(fence)
        claim = Claim(fence, self.clock.now().timestamp() + 1e6)
        self.shown.append((address, holder, fence, self.tokens.sign(address, holder.user, claim)))

    def _write(self, address: LockAddress, holder: Holder, fence: int, token: str) -> None:
        if not self.write(address, holder.user, token):
            self.refused += 1
            return
        written = self.seen[address].written
        if written and fence < written[-1]:
            self.faults.append(f"{address.id}: wrote with {fence} after {written[-1]}")
        written.append(fence)
