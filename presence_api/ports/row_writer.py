"""Where rows are changed: one transaction for the row and for all that follows from its change."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from metamodel.kernel.errors import RampartError
from presence_api.ports.entity_store import RowQuery, StoredRow
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.outbox import OutgoingEvent
from presence_api.ports.row_conditions import Condition, StoredColumn, Value


class ValueRefused(RampartError):
    """The database does not take a value: a constraint of its own, or one it has no room for."""

    code: ClassVar[str] = "ENT-025"
    hint: ClassVar[str] = "Say the constraint in the metamodel too, so that it has a place to name."


class KeyReused(RampartError):
    """An `Idempotency-Key` has been used for another request, less than a day ago."""

    code: ClassVar[str] = "ENT-026"
    hint: ClassVar[str] = "Send a fresh key with each request; repeat one only with its own."


@dataclass(frozen=True, slots=True)
class RepeatableRequest:
    """A request that may come again: whose it is, its key, and what tells it from others."""

    tenant: str
    user: str
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Edit:
    """The change that made a version of a row: whose it was, and when."""

    version: int
    user: str
    name: str
    at_utc: datetime
    attributes: tuple[str, ...]


class RowTransaction(Protocol):
    """Everything is undone unless the block ends without an error.

    Raises EntityStoreUnavailable, EntityMisfit.
    """

    def lock(self, query: RowQuery) -> StoredRow | None:
        """The row that `where` names, from now on ours; None if there is none such."""
        ...

    def changing_until(self, address: LockAddress) -> float | None:
        """When the operation that changes it is over at the latest, in seconds since 1970."""
        ...

    def admit(self, address: LockAddress, subject: str, token: str) -> int:
        """The fence of a lock's token, which counts from now on.

        Raises LockTokenRefused, FenceOvertaken; the transaction goes on.
        """
        ...

    def last_edit(self, address: LockAddress) -> Edit | None:
        """Who changed it last through this service, if it is known."""
        ...

    def write(
        self, query: RowQuery, key: Condition, values: Mapping[StoredColumn, Value | None]
    ) -> StoredRow:
        """Change the row of that key, which was locked; its version rises by one.

        The row as it is now, whether the query's `where` still holds or not. Raises ValueRefused.
        """
        ...

    def done(self, request: RepeatableRequest) -> int | None:
        """The version that it made when it came before; None: it has not. Raises KeyReused."""
        ...

    def keep(self, request: RepeatableRequest, version: int) -> None:
        """From now on, for a day, it has been done. Raises KeyReused."""
        ...

    def record(self, address: LockAddress, edit: Edit) -> None:
        """From now on this is its last edit."""
        ...

    def tell(self, events: Sequence[OutgoingEvent]) -> None:
        """Have events sent after the transaction, and only then."""
        ...


class RowWriter(Protocol):
    """Where transactions come from. Every call waits: call it from a worker thread."""

    def begin(self) -> AbstractContextManager[RowTransaction]:
        """A transaction; it is committed when the block ends without an error."""
        ...
