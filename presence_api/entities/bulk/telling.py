"""What others are told of a job, within the step that it is true of."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from metamodel.events.codec import Codec
from metamodel.events.entity_lifecycle import EntityLifecycle, LifecyclePhase
from metamodel.kernel.clock import Clock
from presence_api.entities.bulk.job_plan import JobPlan
from presence_api.entities.bulk.open_job import CHUNK
from presence_api.entities.bulk.touched import refreshes
from presence_api.entities.outbox.outgoing import outgoing_event
from presence_api.entities.writing.change_events import reason_of
from presence_api.ports.bulk_jobs import JobState
from presence_api.ports.bulk_work import BulkStep, TakenJob


class Telling:
    """Tells of one job, also where the metamodel does not know its entity any more."""

    def __init__(self, taken: TakenJob, codec: Codec, clock: Clock) -> None:
        self._job, self._entity = UUID(taken.id), taken.entity
        self._attributes = tuple(JobPlan.read(taken.plan).patch)
        self._codec, self._clock = codec, clock

    def mutating(
        self,
        step: BulkStep,
        operation: str,
        tenant: str | None,
        versions: Mapping[str, int],
        ends_at: datetime | None,
    ) -> None:
        """These are being changed, until `ends_at` at most; `versions` by id."""
        self._tell(step, LifecyclePhase.MUTATING, operation, tenant, versions, expires_at=ends_at)

    def ended(
        self,
        step: BulkStep,
        operation: str,
        tenant: str | None,
        versions: Mapping[str, int],
        changed: Collection[str],
    ) -> None:
        """The versions that all announced ones have now, changed or not."""
        phase = LifecyclePhase.MUTATED if changed else LifecyclePhase.MUTATION_FAILED
        self._tell(step, phase, operation, tenant, versions, changed=changed)

    def void(self, step: BulkStep) -> None:
        """An operation that was announced and has not ended is over without a change."""
        operation = step.standing.operation
        if operation is None:
            return
        ids = step.withdraw(operation)
        rows = [row for row in step.next_rows(CHUNK) if row.id in ids]
        if rows:
            versions = {row.id: row.version for row in rows}
            self.ended(step, operation, rows[0].tenant, versions, ())

    def finish(self, step: BulkStep, state: JobState, reason: str = "") -> None:
        """The job is over; rollups that show it are asked for, once a range."""
        why, now = reason_of(self._entity, self._attributes), self._clock.now()
        events = list(refreshes(step.standing.touched, why, self._codec, at_utc=now))
        if events:
            step.tell(events)
        step.finish(state, reason)

    def _tell(
        self,
        step: BulkStep,
        phase: LifecyclePhase,
        operation: str,
        tenant: str | None,
        versions: Mapping[str, int],
        *,
        changed: Collection[str] = (),
        expires_at: datetime | None = None,
    ) -> None:
        event = EntityLifecycle.new(
            self._clock.now(),
            phase=phase,
            operation_id=UUID(operation),
            job_id=self._job,
            tenant=tenant,
            entity=self._entity,
            ids=list(versions),
            versions=list(versions.values()),
            changed_attributes=list(changed or self._attributes),
            expires_at=expires_at,
        )
        step.tell([outgoing_event(self._codec, EntityLifecycle.name, event)])
