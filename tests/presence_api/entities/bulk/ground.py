"""Bulk updates of gadgets in memory: a desk, workers that come and go, and what was told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from metamodel.events.codec import Codec
from metamodel.modelgen.affected import AffectedRollup
from presence_api.caller import Caller
from presence_api.entities.bulk.desk import BulkDesk, BulkPlan
from presence_api.entities.bulk.job_steps import BulkParts
from presence_api.entities.bulk.plan_tokens import PlanTokens
from presence_api.entities.bulk.runner import BulkRunner
from presence_api.entities.writing.patching import Editor, HeldBy
from presence_api.ports.bulk_jobs import Job, RowError
from presence_api.ports.entity_store import JsonScalar
from presence_api.ports.lock_table import LockAddress, LocksUnavailable
from tests.contract.write_guard_contract import TOKENS
from tests.fakes.bulk import FakeBulk
from tests.fakes.clock import FakeClock
from tests.fakes.entity_store import FakeEntityStore
from tests.fakes.row_writer import FakeRowWriter
from tests.fakes.served_models import FakeServedModels
from tests.presence_api.entities.gadgets import MODEL, TABLE
from tests.presence_api.entities.served import editor

ANNA = editor("analyst")
CODEC = Codec.committed()
BY_DAY = AffectedRollup("gadget", "by_day", "made")
WHOLE = AffectedRollup("gadget", "totals", None)
LEASE_S, MUTATION_S = 15.0, 60.0


class Ground:
    """`held` are locks of others, unknown while `locks_away`; `on_look` is done when one asks."""

    def __init__(self, *rows: dict[str, JsonScalar], bulk: type[FakeBulk] = FakeBulk) -> None:
        self.clock = FakeClock()
        self.store = FakeEntityStore({TABLE: list(rows)})
        self.writer = FakeRowWriter(self.store, TOKENS)
        self.bulk = bulk(self.writer, self.clock)
        self.models = FakeServedModels(MODEL)
        self.held: dict[LockAddress, HeldBy] = {}
        self.locks_away = False
        self.on_look: Callable[[], None] = lambda: None
        self.parts = BulkParts(self.bulk, self, CODEC, self.clock, LEASE_S, MUTATION_S)
        self.desk = BulkDesk(
            self.models,
            self.store,
            self.bulk,
            self,
            PlanTokens(b"k" * 32, self.clock),
            most_open=2,
            counts=self.parts.counts,
        )

    def among(
        self, caller: Caller, addresses: Sequence[LockAddress]
    ) -> Mapping[LockAddress, HeldBy]:
        self.on_look()
        if self.locks_away:
            raise LocksUnavailable("away")
        return {one: self.held[one] for one in addresses if one in self.held}

    def chunk_rows(self, count: int) -> None:
        """From now on chunks are so small."""
        self.parts = replace(self.parts, chunk_rows=count)

    def other_than(self, caller: Caller, address: LockAddress) -> HeldBy | None:
        return self.held.get(address)

    def runner(self) -> BulkRunner:
        """Another worker."""
        return BulkRunner(self.parts, self.models)

    def plan(self, who: Editor = ANNA, **body: Any) -> BulkPlan:
        found = self.desk.update(who, "gadget", {**body, "dryRun": True})
        assert isinstance(found, BulkPlan)
        return found

    def queue(self, who: Editor = ANNA, **body: Any) -> Job:
        found = self.desk.update(who, "gadget", body)
        assert isinstance(found, Job)
        return found

    def done(self, who: Editor = ANNA, **body: Any) -> Job:
        """Queued, and worked on until it is over."""
        job = self.queue(who, **body)
        self.runner().turn(lambda: False)
        return self.seen(job)

    def seen(self, job: Job) -> Job:
        return self.bulk.kept[job.id].job

    def errors(self, job: Job) -> list[RowError]:
        return self.bulk.kept[job.id].errors

    def row(self, number: int) -> Mapping[str, JsonScalar]:
        (found,) = (row for row in self.store.tables[TABLE] if row["gadget_id"] == number)
        return found

    def told(self, topic: str = "entity.lifecycle.v1") -> list[dict[str, Any]]:
        """Payloads of one topic, in their order."""
        events = [event for event in self.writer.told if event.topic == topic]
        return [CODEC.decode(event.topic, event.value) for event in events]

    def operations(self) -> dict[UUID, list[str]]:
        """What was told of each operation of a job."""
        found: dict[UUID, list[str]] = {}
        for one in self.told():
            if one["job_id"] is None:
                continue
            found.setdefault(one["operation_id"], []).append(str(one["phase"]))
        return found
