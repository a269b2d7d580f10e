"""Jobs that change many rows, as their workers see them: each step is one transaction."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from metamodel.kernel.errors import RampartError
from presence_api.ports.bulk_jobs import Counts, JobState, ListedRow, RowError
from presence_api.ports.entity_store import RowQuery, StoredRow
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.outbox import OutgoingEvent
from presence_api.ports.row_conditions import StoredColumn, Value
from presence_api.ports.row_writer import Edit


class JobLost(RampartError):
    """Another worker has taken the job, or it is over: this one does nothing more of it."""

    code: ClassVar[str] = "ENT-032"
    hint: ClassVar[str] = "Nothing has to be done: whoever has it goes on where it stood."


@dataclass(frozen=True, slots=True)
class TakenJob:
    """A job that a worker has from now on; `plan` as its maker wrote it.

    `taken_over`: from another worker, which died or was away for longer than its lease.
    """

    id: str
    tenant: str
    entity: str
    plan: Mapping[str, Any]
    taken_over: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a job stands within a step.

    `operation`: announced and not ended, by whoever had the job before. `touched`: as the last
    step left it.
    """

    state: JobState
    total: int
    counts: Counts
    operation: str | None
    touched: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Announced:
    """The ids that an operation changes from now on, and when that is over at the latest."""

    ids: frozenset[str]
    ends_at: datetime | None  # None: there are no such ids


class BulkStep(Protocol):
    """One transaction of a worker; everything is undone unless the block ends without an error.

    Raises EntityStoreUnavailable, EntityMisfit.
    """

    @property
    def standing(self) -> Standing:
        """As it was when the step began; nobody else can change it meanwhile."""
        ...

    def next_rows(self, limit: int) -> Sequence[ListedRow]:
        """The first of those that are not over; all of one tenant, in the order of ids."""
        ...

    def announce(self, operation: str, rows: Sequence[ListedRow], ttl_s: float) -> Announced:
        """Have every other write to these refused until `ttl_s` from now, or until `withdraw`.

        What somebody else changes already is left out; what has run out is taken over. Nothing may
        be announced while another operation of the job stands.
        """
        ...

    def announced(self, operation: str) -> Collection[str]:
        """Ids of an operation whose time is not over, from now on ours until the step ends."""
        ...

    def withdraw(self, operation: str) -> Collection[str]:
        """The operation is over; the ids that were still its."""
        ...

    def lock(self, query: RowQuery) -> Sequence[StoredRow]:
        """The rows that `where` names, from now on ours, in the order of the query."""
        ...

    def write(
        self, query: RowQuery, values: Mapping[StoredColumn, Value | None]
    ) -> Sequence[StoredRow]:
        """Change the rows that `where` names; the version of each rises by one.

        The rows as they are now, in any order. Raises ValueRefused: then none has changed, and the
        step goes on.
        """
        ...

    def record(self, edits: Sequence[tuple[LockAddress, Edit]]) -> None:
        """From now on these are their last edits."""
        ...

    def tell(self, events: Sequence[OutgoingEvent]) -> None:
        """Have events sent after the step, and only then."""
        ...

    def advance(
        self, by: Counts, errors: Sequence[RowError], touched: Mapping[str, Any] | None = None
    ) -> None:
        """So many more of the rows are over, the first ones; `touched` replaces what was there."""
        ...

    def finish(self, state: JobState, reason: str = "") -> None:
        """The job is over: its list goes, its errors stay."""
        ...


class BulkWork(Protocol):
    """Every call waits for the database; `worker` is a UUID of one that runs once.

    Raises EntityStoreUnavailable.
    """

    def take(self, worker: str, lease_s: float) -> TakenJob | None:
        """The oldest job that nobody works on, for `lease_s` or until the next step."""
        ...

    def step(self, job: str, worker: str, lease_s: float) -> AbstractContextManager[BulkStep]:
        """A transaction, from which on the lease lasts `lease_s`. Raises JobLost."""
        ...

    def give_back(self, job: str, worker: str) -> None:
        """Let another worker have it at once."""
        ...

    def remove_ended(self, kept_s: float) -> bool:
        """Remove the job that has been over the longest, with all that was said of it.

        False: none has been over for `kept_s`.
        """
        ...
