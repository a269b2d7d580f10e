"""A guard of writes in memory."""

from presence_api.live.lock_tokens import LockTokens
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.write_guard import FenceOvertaken, LockTokenRefused


class FakeWrites:
    """A transaction in memory: what was written is kept only if it is committed."""

    def __init__(self, fences: dict[LockAddress, int]) -> None:
        self.fences = fences
        self.moved: dict[LockAddress, int] = {}

    def commit(self) -> None:
        self.fences.update(self.moved)


class FakeWriteGuard:
    """Checks as the real one does."""

    def __init__(self, tokens: LockTokens) -> None:
        self._tokens = tokens

    def admit(self, within: FakeWrites, address: LockAddress, subject: str, token: str) -> int:
        claim = self._tokens.verify(token, address, subject)
        if claim is None:
            raise LockTokenRefused(address.id)
        kept = within.moved.get(address, within.fences.get(address, 0))
        if claim.fence < kept:
            raise FenceOvertaken(address.id)
        within.moved[address] = claim.fence
        return claim.fence
