"""What is told about changes and builds: every instance of the service reads all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from metamodel.kernel.errors import RampartError


class EventLogUnavailable(RampartError):
    """The log cannot be read: what is said of changes may be out of date."""

    code: ClassVar[str] = "LOG-001"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Look whether the broker runs and this user may read the topics."


@dataclass(frozen=True, slots=True)
class MutationAnnounced:
    """An operation will change these instances; void after `ends_at`, seconds since 1970.

    `tenant` is None for shared entities.
    """

    operation: str
    tenant: str | None
    entity: str
    ids: tuple[str, ...]
    ends_at: float


@dataclass(frozen=True, slots=True)
class MutationEnded:
    """It has, or has failed: then nothing was changed. `versions` are those of `ids` now."""

    operation: str
    tenant: str | None
    entity: str
    ids: tuple[str, ...]
    versions: tuple[int, ...]
    attributes: tuple[str, ...] = ()
    failed: bool = False


@dataclass(frozen=True, slots=True)
class RollupBuilt:
    """A build of a pre-aggregation of a cube ended at `at`, seconds since 1970."""

    cube: str
    name: str
    state: str
    epoch: int | None
    at: float

    @property
    def path(self) -> str:
        """What reports call the pre-aggregation: `cube.name`."""
        return f"{self.cube}.{self.name}"


LogEvent = MutationAnnounced | MutationEnded | RollupBuilt


@dataclass(frozen=True, slots=True)
class LogRead:
    """What a read brought, each key's events in their order.

    `current` once everything has been read that was in the log when it was last begun;
    `unreadable` counts records that nobody understands, `behind` those that are still to be read.
    """

    events: Sequence[LogEvent] = ()
    current: bool = False
    unreadable: int = 0
    behind: int = 0


class EventLog(Protocol):
    """Read from where it matters on, then on from there; the same may come again."""

    async def read(self, budget_s: float) -> LogRead:
        """Wait up to `budget_s` for something new. Raises EventLogUnavailable."""
        ...

    async def close(self) -> None:
        """Read no more."""
        ...
