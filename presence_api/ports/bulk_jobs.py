"""Jobs that change many rows, as those see them who ask for one and watch it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from metamodel.kernel.errors import RampartError
from presence_api.ports.lock_table import LockAddress


class JobsUsedUp(RampartError):
    """A tenant has as many jobs waiting or running as it may have."""

    code: ClassVar[str] = "ENT-031"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Wait until one of them is over, or cancel one."


class JobState(StrEnum):
    """Where a job stands. CANCELLING: it stops after what it has begun."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    CANCELLING = "CANCELLING"
    SUCCEEDED = "SUCCEEDED"
    PARTIAL = "PARTIAL"
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"

    @property
    def final(self) -> bool:
        """Will it never be another?"""
        return self not in {JobState.QUEUED, JobState.RUNNING, JobState.CANCELLING}


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of rows: changed, left for somebody else's sake, or not possible to change."""

    done: int = 0
    skipped: int = 0
    failed: int = 0

    @property
    def over(self) -> int:
        """How many there are."""
        return self.done + self.skipped + self.failed

    def __add__(self, other: "Counts") -> "Counts":
        """Both."""
        return Counts(
            self.done + other.done, self.skipped + other.skipped, self.failed + other.failed
        )


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row of a job, with the version that it had when the job was queued.

    `number` begins at 1 and says in which order they are done; `tenant` is None for shared ones.
    """

    number: int
    tenant: str | None
    id: str
    version: int


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row was left as it was; `code` is one of our errors'."""

    number: int
    id: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class JobWanted:
    """A job before it is queued; `plan` is JSON, and only its maker reads it.

    `errors` are rows that are over before it begins: they come first in the numbers. `plan_id`
    names the dry run that it comes from.
    """

    id: str
    tenant: str
    entity: str
    user: str
    user_name: str
    plan: Mapping[str, Any]
    rows: Sequence[ListedRow]
    errors: Sequence[RowError] = ()
    plan_id: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands."""

    id: str
    tenant: str
    entity: str
    user: str
    state: JobState
    reason: str
    total: int
    counts: Counts
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None


class BulkJobs(Protocol):
    """Every call waits for the database: call it from a worker thread.

    Raises EntityStoreUnavailable. A job of another tenant is not there.
    """

    def queue(self, job: JobWanted, most_open: int) -> Job:
        """From now on it waits for a worker; where its `plan_id` has begun one, it is that one.

        Raises JobsUsedUp if `most_open` jobs of the tenant are not over.
        """
        ...

    def begun(self, tenant: str, plan_id: str) -> Job | None:
        """The job that this plan has begun."""
        ...

    def find(self, tenant: str, job: str) -> Job | None:
        """The job of that id."""
        ...

    def cancel(self, tenant: str, job: str) -> Job | None:
        """Have it stop; what is over stays as it is. One that nobody has begun is over at once."""
        ...

    def errors(self, tenant: str, job: str, after: int, limit: int) -> Sequence[RowError]:
        """Those with a number beyond `after`, in their order."""
        ...

    def changing(self, entity: str) -> Collection[LockAddress]:
        """Instances that some operation changes right now."""
        ...
