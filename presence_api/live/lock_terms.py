"""What sockets and the desk have in common: what is locked, who is shown, how it is taken."""

from collections.abc import Callable
from typing import ClassVar, Final, Protocol

from metamodel.kernel.errors import RampartError
from presence_api.live.lock_rules import LockRules
from presence_api.live.rooms.address import RoomAddress, require_id
from presence_api.live.rooms.messages import LockHolder
from presence_api.ports.entity_catalogue import EntityCatalogue
from presence_api.ports.lock_table import Denied, Granted, Holder, LockAddress, LockTable

ELSEWHERE: Final = "other organisation"
DESK: Final = "http:"
"""How leases begin that no connection keeps alive."""


class InstanceChanging(RampartError):
    """An operation changes this instance; `ends_at`, seconds since 1970, says how long at most."""

    code: ClassVar[str] = "LCK-008"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Wait until the change is over, and read the instance again."

    def __init__(self, place: str, ends_at: float) -> None:
        super().__init__(place, ends_at)
        self.ends_at = ends_at

    def __str__(self) -> str:
        return f"{self.args[0]} is being changed"


class Changes(Protocol):
    """Says which instances are being changed."""

    async def until(self, address: LockAddress) -> float | None:
        """When that is over at the latest; None: it is not. Raises MutationsUnavailable."""
        ...


class Spread(Protocol):
    """Tells the other instances about locks."""

    def touched(self, address: LockAddress) -> None:
        """A lock has changed here."""
        ...

    def wanted(self, address: LockAddress, lease: str, by: LockHolder) -> bool:
        """Somebody wants it from the holder of that lease; False if nobody can tell them."""
        ...

    def gone(self, lease: str) -> bool:
        """Is it a lease of another instance, and is that one surely dead?"""
        ...


def address_of(catalogue: EntityCatalogue, tenant: str, room: RoomAddress) -> LockAddress | None:
    """What a room is about; None for whole entities and unknown ones. Raises BadInstanceId."""
    shape = catalogue.find(room.entity)
    if shape is None or room.id is None:
        return None
    require_id(room, shape.key_parts)
    return LockAddress(None if shape.shared else tenant, room.entity, room.id)


def shown_to(tenant: str, holder: Holder, ends_at: float | None = None) -> LockHolder:
    """What people of a tenant may see of a holder."""
    if holder.tenant != tenant:
        return LockHolder(ELSEWHERE, expires_at=ends_at)
    return LockHolder(holder.name, holder.user, ends_at)


async def take(
    table: LockTable,
    address: LockAddress,
    asker: Holder,
    rules: LockRules,
    *,
    changes: Changes,
    take_over: bool,
    is_broken: Callable[[Holder], bool],
) -> Granted | Denied:
    """Take what is free, or also what the rules let one take.

    Raises InstanceChanging, MutationsUnavailable, LocksUnavailable.
    """
    until = await changes.until(address)
    if until is not None:
        raise InstanceChanging(f"{address.entity}/{address.id}", until)
    found = await table.acquire(address, asker, rules.ttl_s)
    if isinstance(found, Granted) or not take_over:
        return found
    theirs = found.lock.holder
    if not rules.may_take(theirs, asker, broken=is_broken(theirs)):
        return found
    return await table.acquire(address, asker, rules.ttl_s, take_over=theirs)
