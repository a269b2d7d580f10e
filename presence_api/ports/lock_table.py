"""Who holds which instance, decided in one place for all instances of the service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from metamodel.kernel.errors import RampartError


class LocksUnavailable(RampartError):
    """The table of locks does not answer, or did not in time: nobody knows who holds what."""

    code: ClassVar[str] = "LCK-001"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = (
        "Look whether Redis runs and RAMPART_REDIS_URL leads to it; then try again."
    )


@dataclass(frozen=True, slots=True)
class LockAddress:
    """What is locked: one instance. A shared entity's has no tenant."""

    tenant: str | None
    entity: str
    id: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose lock it is: a user, by one connection, which a lease keeps alive."""

    user: str
    name: str
    tenant: str
    lease: str


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock as it stands; `fence` only ever rises, whatever is lost on the way."""

    holder: Holder
    fence: int
    left_s: float  # until it ends, if nobody renews it


@dataclass(frozen=True, slots=True)
class Granted:
    """It is the asker's."""

    lock: Lock
    taken_from: Holder | None = None  # whoever had it until now


@dataclass(frozen=True, slots=True)
class Denied:
    """It is somebody else's."""

    lock: Lock


class LockTable(Protocol):
    """Every call raises LocksUnavailable, and then nothing is known of its effect."""

    async def acquire(
        self, address: LockAddress, holder: Holder, ttl_s: float, *, take_over: Holder | None = None
    ) -> Granted | Denied:
        """Take it if it is free, or the asker's already: then it is renewed and keeps its fence.

        With `take_over` it is also taken from that holder, if that is who holds it still.
        """
        ...

    async def renew(self, address: LockAddress, holder: Holder, fence: int, ttl_s: float) -> bool:
        """Keep it longer; False if it is not that holder's any more."""
        ...

    async def release(self, address: LockAddress, holder: Holder, fence: int) -> bool:
        """Let it go; False if it was not that holder's any more."""
        ...

    async def look(self, address: LockAddress) -> Lock | None:
        """Who holds it."""
        ...


class LockSurvey(Protocol):
    """Looks at many at once. Raises LocksUnavailable."""

    async def held_among(self, addresses: Sequence[LockAddress]) -> Mapping[LockAddress, Lock]:
        """Those that somebody holds; asking for many costs little more than for one."""
        ...
