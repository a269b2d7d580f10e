"""Changes under way, in memory."""

from collections.abc import Sequence

from metamodel.kernel.clock import Clock
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.mutations import Mutation, MutationsUnavailable


class FakeMutations:
    """What tests put into `rows`; `away` while nobody can be asked."""

    def __init__(self, clock: Clock) -> None:
        self.rows: list[Mutation] = []
        self.away = False
        self.asked = 0
        self._clock = clock

    async def under_way(self) -> Sequence[Mutation]:
        self.asked += 1
        if self.away:
            raise MutationsUnavailable("away")
        now = self._clock.now().timestamp()
        return [one for one in self.rows if one.ends_at > now]

    async def of(self, address: LockAddress) -> Mutation | None:
        found = [one for one in await self.under_way() if one.address == address]
        return found[0] if found else None


class NoChanges:
    """Nothing is ever being changed."""

    async def until(self, address: LockAddress) -> float | None:
        del address
        return None
