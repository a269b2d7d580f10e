"""The build ledger: which partitions are wanted, built, being built; which events were taken in."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from metamodel.kernel.errors import RampartError
from metamodel.modelgen.rollup import Rollup
from orchestration.ports.event_source import OffsetRange


class LedgerUnavailable(RampartError):
    """The platform's database did not answer in time."""

    code = "LDG-001"
    retryable = True
    hint = "Look whether Postgres runs; what was not committed is done again by the next run."


class LeaseLost(RampartError):
    """An attempt showed no sign of life for longer than its lease; its outcome does not count."""

    code = "LDG-002"
    retryable = True
    hint = "The partition stays dirty and is built again."


@dataclass(frozen=True, slots=True, order=True)
class PartitionKey:
    """One partition of one rollup, whatever model versions share it."""

    rollup_fp: str
    timezone: str
    partition: str


@dataclass(frozen=True, slots=True)
class PartitionState:
    """What the ledger knows of one partition."""

    key: PartitionKey
    wanted_at: datetime
    built_from: datetime | None = None
    built_table: str | None = None
    rows: int | None = None
    data_epoch: int | None = None
    failures: int = 0  # since the last success, expired leases included
    last_end: datetime | None = None  # of the newest attempt that ended
    building: bool = False  # an attempt holds a live lease

    @property
    def servable(self) -> bool:
        """May queries be answered from it?"""
        return self.built_table is not None

    @property
    def dirty(self) -> bool:
        """Was it wanted after its last build began?"""
        return self.built_from is None or self.wanted_at > self.built_from


@dataclass(frozen=True, slots=True)
class Attempt:
    """One started attempt at one partition."""

    id: int
    key: PartitionKey
    built_from: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """One piece of offsets that an intake settles, with what was in it."""

    offsets: OffsetRange
    events: int
    dead: int


@dataclass(frozen=True, slots=True)
class Loss:
    """Offsets that nobody will ever read; `end` is None where it is not known."""

    epoch: str
    partition: int
    start: int
    end: int | None
    seen_at: datetime | None = None

    @property
    def words(self) -> str:
        """The place for people: `0:10-20`, and `0:10-?` where the end is not known."""
        return f"{self.partition}:{self.start}-{'?' if self.end is None else self.end}"


class Intake(Protocol):
    """One transaction that takes events in; nothing is written unless it ends without an error."""

    def uncovered(self, ranges: Iterable[OffsetRange]) -> tuple[OffsetRange, ...]:
        """The parts of `ranges` that no intake of this epoch has settled yet."""
        ...

    def unrecorded(self, losses: Sequence[Loss]) -> tuple[Loss, ...]:
        """As `Ledger.unrecorded`, within this transaction."""
        ...

    def take(self, taken: Sequence[Taken], wants: Collection[PartitionKey]) -> None:
        """Settle offsets as TAKEN and mark partitions as wanted now, by the database's clock."""
        ...

    def lose(self, losses: Sequence[Loss], wants: Collection[PartitionKey]) -> None:
        """Settle offsets as LOST and mark partitions as wanted now."""
        ...

    def note_outside(self, rollup_fp: str, evidence: str) -> None:
        """Note that rows outside a rollup's extent exist."""
        ...


class Ledger(Protocol):
    """The tables `preagg_partition`, `preagg_attempt`, `refresh_intake`, `preagg_outside`."""

    def now(self) -> datetime:
        """The database's clock: the only one that `wanted_at` and `built_from` are taken from."""
        ...

    def intake(self, topic: str, epoch: str, run_id: str) -> AbstractContextManager[Intake]:
        """A transaction; intakes of one topic wait for each other."""
        ...

    def settled(self, topic: str, epoch: str) -> Sequence[OffsetRange]:
        """Every range of an epoch that was taken in or lost, ordered."""
        ...

    def unrecorded(self, topic: str, losses: Sequence[Loss]) -> tuple[Loss, ...]:
        """The parts of `losses` that no intake has settled, each in its own epoch.

        One without an end is settled by a loss that begins at the same place, accepted or not.
        """
        ...

    def losses(self, topic: str) -> Sequence[Loss]:
        """Losses that nobody has accepted yet."""
        ...

    def accept_losses(self, topic: str) -> int:
        """Accept all losses; how many there were."""
        ...

    def want(self, keys: Collection[PartitionKey]) -> None:
        """Mark partitions as wanted now."""
        ...

    def register(self, keys: Collection[PartitionKey]) -> None:
        """Make partitions known, wanted now; those already known stay as they are."""
        ...

    def states(self, rollup_fps: Collection[str]) -> Sequence[PartitionState]:
        """All known partitions of these rollups."""
        ...

    def try_lock(self, rollup_fp: str, timezone: str) -> AbstractContextManager[bool]:
        """The right to build one rollup, held until the block ends; False: somebody else has it."""
        ...

    def begin(self, rollup: Rollup, partitions: Sequence[str], run_id: str) -> Sequence[Attempt]:
        """Start an attempt at each partition, with a lease; `built_from` is the clock before it."""
        ...

    def posted(self, attempt: Attempt, token: str) -> None:
        """Note the job that Cube gave to an attempt."""
        ...

    def renew(self, attempts: Sequence[Attempt]) -> None:
        """Renew leases; an attempt whose lease had passed stays failed."""
        ...

    def succeed(self, attempt: Attempt, table: str, rows: int) -> int:
        """The partition is built: its new `data_epoch`. Raises LeaseLost past the lease."""
        ...

    def fail(self, attempts: Sequence[Attempt], error: str) -> None:
        """The attempts failed; what was servable stays servable."""
        ...

    def forget_tables(self, tables: Collection[str]) -> None:
        """These tables are gone: partitions that still point to one are not servable, and dirty."""
        ...

    def note_outside(self, rollup_fp: str, evidence: str | None) -> None:
        """Note, or with None take back, that rows outside a rollup's extent exist."""
        ...

    def outside(self, rollup_fps: Collection[str]) -> dict[str, str]:
        """The evidence of rows outside the extent, by rollup."""
        ...
