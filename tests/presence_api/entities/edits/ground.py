"""Gadgets that people, workers and locks meet at: what they are made with, and what there is."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeVar

from metamodel.events.codec import Codec
from presence_api.adapters.row_holders_locks import Looking, SurveyedHolders
from presence_api.caller import Caller
from presence_api.entities.bulk.desk import BulkDesk
from presence_api.entities.bulk.job_steps import BulkParts
from presence_api.entities.bulk.plan_tokens import PlanTokens
from presence_api.entities.bulk.runner import BulkRunner
from presence_api.entities.writing.patching import HeldBy, Patching
from presence_api.live.lock_tokens import LockTokens
from presence_api.ports.bulk_jobs import BulkJobs, Counts, JobState
from presence_api.ports.bulk_work import BulkWork
from presence_api.ports.entity_store import EntityStore, JsonScalar
from presence_api.ports.lock_table import LockAddress, LocksUnavailable
from presence_api.ports.outbox import OutgoingEvent
from presence_api.ports.row_writer import RowWriter
from tests.fakes.bulk import FakeBulk
from tests.fakes.clock import FakeClock
from tests.fakes.entity_store import FakeEntityStore
from tests.fakes.lock_table import FakeLockTable
from tests.fakes.row_writer import FakeRowWriter
from tests.fakes.served_models import FakeServedModels
from tests.presence_api.entities.edits.mortal import MortalWork, MortalWriter
from tests.presence_api.entities.gadgets import MODEL, TABLE, row

T = TypeVar("T")
IDS: Final = ("1", "2", "3", "4")
CHUNK_ROWS: Final = 3
LEASE_S, LOCK_S, MUTATION_S = 15.0, 30.0, 60.0
STEPS_S: Final = (LEASE_S + 1, LOCK_S + 1, MUTATION_S + 1)
"""How time passes: no sum of these ends just before anything does."""
CODEC: Final = Codec.committed()
TOKENS: Final = LockTokens(b"k" * 32, FakeClock())
"""Their clock stands still, so that only a fence can refuse a late write."""
LIFECYCLE: Final = "entity.lifecycle.v1"


def rows() -> list[dict[str, JsonScalar]]:
    """As everything begins."""
    return [row(int(one), amount="0.0000000000") for one in IDS]


def address(one: str) -> LockAddress:
    """Of a gadget of Acme's."""
    return LockAddress("acme", "gadget", one)


@dataclass(frozen=True, slots=True)
class JobSeen:
    """How a job stands; `errors` are the ids that were left as they were."""

    state: JobState
    total: int
    counts: Counts
    errors: Sequence[str]


@dataclass(frozen=True, slots=True)
class Seen:
    """All that there is, by id or job; `told` only since the last look."""

    rows: Mapping[str, tuple[int, JsonScalar, float]]  # version, name, amount
    fences: Mapping[str, int]
    changing: frozenset[str]
    jobs: Mapping[str, JobSeen]
    told: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class EditParts:
    """In memory, or real."""

    writer: RowWriter
    store: EntityStore
    jobs: BulkJobs
    work: BulkWork
    locks: Looking
    survey: SurveyedHolders


class EditGround(ABC):
    """The entities' own code over some parts.

    `on_look` is done when a worker asks who holds rows, between its two transactions.
    """

    def __init__(self, parts: EditParts, clock: FakeClock, loop: asyncio.AbstractEventLoop) -> None:
        self.clock, self.locks, self._survey = clock, parts.locks, parts.survey
        self._loop, self._jobs = loop, parts.jobs
        self.writer, self.work = MortalWriter(parts.writer), MortalWork(parts.work)
        self.locks_away = False
        self.on_look: Callable[[], None] = lambda: None
        self._models = FakeServedModels(MODEL)
        tokens = PlanTokens(b"k" * 32, clock)
        self.desk = BulkDesk(self._models, parts.store, parts.jobs, self, tokens, most_open=2)
        self.patching = Patching(self.writer, self, CODEC, clock)

    def runner(self) -> BulkRunner:
        """Another worker."""
        parts = BulkParts(
            self.work,
            self,
            CODEC,
            self.clock,
            lease_s=LEASE_S,
            mutation_s=MUTATION_S,
            chunk_rows=CHUNK_ROWS,
        )
        return BulkRunner(parts, self._models)

    def other_than(self, caller: Caller, address: LockAddress) -> HeldBy | None:
        return self._held(caller, [address]).get(address)

    def among(
        self, caller: Caller, addresses: Sequence[LockAddress]
    ) -> Mapping[LockAddress, HeldBy]:
        self.on_look()
        return self._held(caller, addresses)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What the table of locks does, done."""
        return self._loop.run_until_complete(work)

    @abstractmethod
    def pass_time(self, seconds: float) -> None:
        """For everybody."""

    @abstractmethod
    def forget_locks(self) -> None:
        """Their server was started anew."""

    def changing(self) -> set[str]:
        """Ids that an operation changes now."""
        return {at.id for at in self._jobs.changing("gadget")}

    @abstractmethod
    def look(self) -> Seen:
        """What is committed."""

    @abstractmethod
    def close(self) -> None:
        """Nobody comes any more."""

    def _held(
        self, caller: Caller, addresses: Sequence[LockAddress]
    ) -> Mapping[LockAddress, HeldBy]:
        if self.locks_away:
            raise LocksUnavailable("away")
        return self._survey.among(caller, addresses)


class EditsInMemory(EditGround):
    """On fakes."""

    writer_type: ClassVar[type[FakeRowWriter]] = FakeRowWriter
    bulk_type: ClassVar[type[FakeBulk]] = FakeBulk

    def __init__(self) -> None:
        clock, loop = FakeClock(), asyncio.new_event_loop()
        self.store, self.table = FakeEntityStore({TABLE: [*rows()]}), FakeLockTable(clock)
        self.rows_written = self.writer_type(self.store, TOKENS)
        self.bulk = self.bulk_type(self.rows_written, clock)
        survey = SurveyedHolders(self.table, clock.monotonic_s, lambda: None)
        survey.start()
        self._told = 0
        parts = EditParts(self.rows_written, self.store, self.bulk, self.bulk, self.table, survey)
        super().__init__(parts, clock, loop)

    def pass_time(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.bulk.show()

    def forget_locks(self) -> None:
        self.table.restart()

    def look(self) -> Seen:
        new = self.rows_written.told[self._told :]
        self._told += len(new)
        return Seen(
            {
                str(one["gadget_id"]): (
                    int(one["version"] or 0),
                    one["name"],
                    float(one["amount"] or 0),
                )
                for one in self.store.tables[TABLE]
            },
            {at.id: fence for at, fence in self.rows_written.fences.items()},
            frozenset(at.id for at in self.bulk.changing("gadget")),
            {
                job: JobSeen(
                    one.job.state, one.job.total, one.job.counts, [each.id for each in one.errors]
                )
                for job, one in self.bulk.kept.items()
            },
            lifecycle(new),
        )

    def close(self) -> None:
        self._survey.stop()
        self._loop.close()


def lifecycle(events: Sequence[OutgoingEvent]) -> list[Mapping[str, Any]]:
    """What is told of entities, in its order."""
    return [CODEC.decode(one.topic, one.value) for one in events if one.topic == LIFECYCLE]
