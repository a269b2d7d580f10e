"""The walk of locks with what befalls servers: locks run out, they are away, writes come twice."""

from collections.abc import Awaitable, Callable

from presence_api.ports.lock_table import LockAddress, LocksUnavailable, LockTable
from presence_api.ports.write_guard import FenceOvertaken
from tests.contract.lock_walk import LockWalk, Write
from tests.fakes.write_guard import FakeWriteGuard, FakeWrites


class HarderLockWalk(LockWalk):
    """Counts what a table that is away refused; no fence may be given twice, to whomever."""

    def __init__(
        self,
        seed: int,
        table: LockTable,
        write: Write,
        forget: Callable[[], Awaitable[None]],
        befall: Callable[["HarderLockWalk"], Awaitable[None]],
    ) -> None:
        super().__init__(seed, table, write, forget)
        self._befall = befall
        self.unavailable = 0

    async def step(self) -> None:
        chance = self.random.random()
        try:
            if chance < 0.01:
                await self._befall(self)
            elif chance < 0.04 and self.shown:
                self._write_twice()
            else:
                await super().step()
        except LocksUnavailable:
            self.unavailable += 1

    def judged(self) -> list[str]:
        """All faults; among them fences that two holders had."""
        fences = [fence for seen in self.seen.values() for fence in seen.granted]
        doubled = len(fences) - len(set(fences))
        return self.faults + ([f"{doubled} fences were given twice"] if doubled else [])

    @property
    def written(self) -> int:
        """Writes that were accepted."""
        return sum(len(seen.written) for seen in self.seen.values())

    def _write_twice(self) -> None:
        """The network delivers a write once more."""
        at, holder, fence, token = self.random.choice(self.shown[-40:])
        self._write(at, holder, fence, token)
        self._write(at, holder, fence, token)


class FenceStore:
    """Accepts a write whose fence is no smaller than the last one's."""

    def __init__(self, *, forgetful: bool = False) -> None:
        self._fences: dict[LockAddress, int] = {}
        self._forgetful = forgetful
        self.walk: HarderLockWalk | None = None

    def write(self, address: LockAddress, subject: str, token: str) -> bool:
        assert self.walk is not None
        within = FakeWrites({} if self._forgetful else self._fences)
        try:
            FakeWriteGuard(self.walk.tokens).admit(within, address, subject, token)
        except FenceOvertaken:
            return False
        within.commit()
        return True
