"""Locks for those who come without a socket: the same table, the same tokens, a lease a user."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from metamodel.kernel.errors import BadInstanceId, RampartError
from presence_api.live.lock_parts import LockParts
from presence_api.live.lock_terms import DESK, address_of, shown_to, take
from presence_api.live.lock_tokens import Claim
from presence_api.live.rooms.address import RoomAddress
from presence_api.live.rooms.person import Person
from presence_api.ports.lock_table import Denied, Holder, LockAddress
from presence_api.ports.served_models import ModelsUnknown
from presence_api.ports.write_guard import LockTokenRefused


class EntityUnknown(RampartError):
    """There is no such entity in the metamodel that serves, or no instance with such an id."""

    code: ClassVar[str] = "LCK-005"
    hint: ClassVar[str] = "Names are the metamodel's; an id is its key parts, joined by `~`."


class LockHeld(RampartError):
    """Somebody else holds the instance; `holder` and `ends_at` (seconds since 1970) say who."""

    code: ClassVar[str] = "LCK-006"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Ask its holder, or wait until the lock ends."

    def __init__(self, place: str, holder: str, ends_at: float) -> None:
        super().__init__(place, holder, ends_at)
        self.holder, self.ends_at = holder, ends_at

    def __str__(self) -> str:
        return f"{self.args[0]} is held by {self.holder}"


class LockNotHeld(RampartError):
    """The lock was let go, taken over or lost since this token was given."""

    code: ClassVar[str] = "LCK-007"
    hint: ClassVar[str] = "Ask for the lock again, and read the row before you write it."


@dataclass(frozen=True, slots=True)
class HeldLock:
    """A lock of one's own: the fence as text, its token, and when that ends."""

    fence: str
    token: str
    expires_at: float


class LockDesk:
    """Takes, prolongs and lets go. `told` hears of each lock that has changed.

    A user has one lease here, from wherever they come: whoever shows their token asks as them.
    Every call raises EntityUnknown, ModelsUnknown, LocksUnavailable.
    """

    def __init__(self, parts: LockParts, told: Callable[[LockAddress], object]) -> None:
        self._parts, self._told = parts, told
        self._table, self._tokens, self._rules = parts.table, parts.tokens, parts.rules

    async def acquire(
        self, person: Person, room: RoomAddress, *, take_over: bool = False
    ) -> HeldLock:
        """Raises LockHeld, InstanceChanging, MutationsUnavailable."""
        address = self._address(person, room)
        found = await take(
            self._table,
            address,
            _holder(person),
            self._rules,
            changes=self._parts.changes,
            take_over=take_over,
            is_broken=lambda _: False,  # whose connection lives is not known here
        )
        if isinstance(found, Denied):
            shown = shown_to(person.tenant, found.lock.holder)
            raise LockHeld(str(room), shown.name, self._parts.now() + found.lock.left_s)
        self._told(address)
        return self._held(address, person, found.lock.fence)

    async def prolong(self, person: Person, room: RoomAddress, token: str) -> HeldLock:
        """Raises LockTokenRefused, LockNotHeld."""
        address = self._address(person, room)
        fence = self._fence(address, person, token)
        if not await self._table.renew(address, _holder(person), fence, self._rules.ttl_s):
            raise LockNotHeld(str(room))
        return self._held(address, person, fence)

    async def release(self, person: Person, room: RoomAddress, token: str) -> None:
        """Raises LockTokenRefused, LockNotHeld."""
        address = self._address(person, room)
        fence = self._fence(address, person, token)
        if not await self._table.release(address, _holder(person), fence):
            raise LockNotHeld(str(room))
        self._told(address)

    def _fence(self, address: LockAddress, person: Person, token: str) -> int:
        claim = self._tokens.verify(token, address, person.user, late_s=self._rules.ttl_s)
        if claim is None:
            raise LockTokenRefused(f"{address.entity}/{address.id}")
        return claim.fence

    def _held(self, address: LockAddress, person: Person, fence: int) -> HeldLock:
        ends_at = self._parts.now() + self._rules.ttl_s
        token = self._tokens.sign(address, person.user, Claim(fence, ends_at))
        return HeldLock(str(fence), token, ends_at)

    def _address(self, person: Person, room: RoomAddress) -> LockAddress:
        try:
            found = address_of(self._parts.catalogue, person.tenant, room)
        except BadInstanceId as error:
            raise EntityUnknown(str(room), str(error)) from error
        if found is None:
            raise EntityUnknown(str(room)) if self._parts.catalogue.known else ModelsUnknown
        return found


def _holder(person: Person) -> Holder:
    return Holder(person.user, person.name, person.tenant, f"{DESK}{person.tenant}:{person.user}")
