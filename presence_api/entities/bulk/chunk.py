"""One chunk of a job, in two transactions: its rows are announced, then changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from metamodel.kernel.ids import new_event_id
from presence_api.entities.bulk.chunk_outcome import ChunkOutcome
from presence_api.entities.bulk.job_steps import BulkParts, JobSteps
from presence_api.entities.bulk.open_job import OpenJob, RowsOfJob
from presence_api.entities.bulk.request import OnConflict
from presence_api.entities.bulk.touched import with_changes
from presence_api.entities.writing.patching import HeldBy
from presence_api.entities.writing.row_change import RowChange
from presence_api.ports.bulk_jobs import JobState, ListedRow
from presence_api.ports.bulk_work import BulkStep, Standing
from presence_api.ports.entity_store import StoredRow
from presence_api.ports.lock_table import LockAddress, LocksUnavailable
from presence_api.ports.row_writer import Edit, ValueRefused


@dataclass(frozen=True, slots=True)
class _Begun:
    """A chunk that is announced: its rows, those of them that were, and those that were not."""

    operation: str
    rows: tuple[ListedRow, ...]
    keys: RowsOfJob
    outcome: ChunkOutcome

    @property
    def tenant(self) -> str | None:
        return self.rows[0].tenant

    @property
    def ids(self) -> set[str]:
        return {row.id for row in self.rows}


class Chunk:
    """The next one of a job, as its author may do it now. Waits for the database."""

    def __init__(self, parts: BulkParts, job: OpenJob, steps: JobSteps) -> None:
        self._parts, self._job, self._steps = parts, job, steps
        self._telling = steps.telling

    def do(self) -> bool:
        """Both transactions; False: the job is over.

        Raises JobLost, EntityStoreUnavailable, EntityMisfit: then the chunk was not done.
        """
        clock = self._parts.clock
        began_s = clock.monotonic_s()
        with self._steps.step() as step:
            begun = self._begin(step)
        if isinstance(begun, bool):
            return begun
        held = self._held(begun)
        with self._steps.step() as step:
            goes_on = self._end(step, begun, held)
        self._parts.counts.chunks.add(clock.monotonic_s() - began_s)
        return goes_on

    def _begin(self, step: BulkStep) -> "_Begun | bool":
        """The first transaction; there may be nothing left to do, or nothing that is free."""
        if not self._steps.goes_on(step):
            return False
        rows = step.next_rows(self._parts.chunk_rows)
        if not rows:
            return self._finish(step, _ended(step.standing))
        operation, outcome = new_event_id(), ChunkOutcome()
        announced = step.announce(operation, rows, self._parts.mutation_s)
        free = tuple(row for row in rows if row.id in announced.ids)
        for row in rows:
            if row.id not in announced.ids:
                outcome.changing(row)
        if outcome.conflicts and self._job.on_conflict is OnConflict.ABORT:
            step.withdraw(operation)
            return self._abort(step, outcome)
        if not free:
            self._steps.advance(step, 0, outcome)
            return True
        begun = _Begun(operation, free, self._job.rows(row.id for row in free), outcome)
        versions = {row.id: row.version for row in free}
        self._telling.mutating(step, operation, begun.tenant, versions, announced.ends_at)
        return begun

    def _held(self, begun: _Begun) -> Mapping[str, HeldBy]:
        """Looked up once nobody can begin to hold them; while nobody knows, versions decide."""
        entity = self._job.view.entity.name
        addresses = [LockAddress(begun.tenant, entity, row.id) for row in begun.rows]
        try:
            found = self._parts.holders.among(self._job.editor.caller, addresses)
        except LocksUnavailable:
            return {}
        return {address.id: holder for address, holder in found.items()}

    def _end(self, step: BulkStep, begun: _Begun, held: Mapping[str, HeldBy]) -> bool:
        """The second transaction; what has run out since the first is to be announced again."""
        if set(step.announced(begun.operation)) != begun.ids:
            self._telling.void(step)
            return True
        before = self._lock(step, begun, held)
        if begun.outcome.conflicts and self._job.on_conflict is OnConflict.ABORT:
            self._telling.void(step)
            return self._abort(step, begun.outcome)
        rows = [row for row in begun.rows if row.id in before and _is_as_listed(row, before)]
        after = {row.id: row for row in self._write(step, rows, begun)}
        changes = [self._change(begun, before[one], row) for one, row in after.items()]
        found = self._record(step, changes)
        step.withdraw(begun.operation)
        self._tell_end(step, begun, {**before, **after}, found)
        touched = with_changes(step.standing.touched, changes, self._job.rollups)
        self._steps.advance(step, len(after), begun.outcome, touched)
        return True

    def _lock(
        self, step: BulkStep, begun: _Begun, held: Mapping[str, HeldBy]
    ) -> Mapping[str, StoredRow]:
        """The rows by id; those that must not be changed are in the outcome."""
        free = [row for row in begun.rows if row.id not in held]
        query = begun.keys.seen(row.id for row in free)
        found = {row.id: row for row in step.lock(query)} if free else {}
        for row in begun.rows:
            if row.id in held:
                begun.outcome.held(row, held[row.id].name)
            elif row.id not in found:
                begun.outcome.gone(row)
            elif not _is_as_listed(row, found):
                begun.outcome.changed(row, found[row.id].version)
        return found

    def _write(self, step: BulkStep, rows: Sequence[ListedRow], begun: _Begun) -> list[StoredRow]:
        """The rows as they are now; where one is refused, its neighbours are not."""
        if not rows:
            return []
        try:
            query = begun.keys.written(row.id for row in rows)
            return list(step.write(query, self._job.values))
        except ValueRefused as error:
            if len(rows) == 1:
                begun.outcome.refused(rows[0], str(error))
                return []
        half = len(rows) // 2
        first = self._write(step, rows[:half], begun)
        return first + self._write(step, rows[half:], begun)

    def _change(self, begun: _Begun, before: StoredRow, after: StoredRow) -> RowChange:
        entity, version = self._job.view.entity.name, after.version or 0
        return RowChange(entity, begun.tenant, after.id, version, before.values, after.values)

    def _record(self, step: BulkStep, changes: Sequence[RowChange]) -> set[str]:
        """Whose change it was; all attributes that changed."""
        editor, now = self._job.editor, self._parts.clock.now()
        user, name = editor.caller.user, editor.name
        edits = [
            (
                LockAddress(change.tenant, change.entity, change.id),
                Edit(change.version, user, name, now, change.changed),
            )
            for change in changes
        ]
        if edits:
            step.record(edits)
        return {name for _, edit in edits for name in edit.attributes}

    def _tell_end(
        self,
        step: BulkStep,
        begun: _Begun,
        now: Mapping[str, StoredRow],
        found: Collection[str],
    ) -> None:
        """Of all that was announced: nobody waits for the end of what stayed as it was."""
        versions = {
            row.id: row.version if row.id not in now else now[row.id].version or 0
            for row in begun.rows
        }
        changed = [name for name in self._job.changed if name in found]
        self._telling.ended(step, begun.operation, begun.tenant, versions, changed)

    def _abort(self, step: BulkStep, outcome: ChunkOutcome) -> bool:
        """The conflicts count as failed, and the rest of the list as not begun."""
        self._steps.advance(step, 0, outcome)
        words = f"{outcome.conflicts} rows are held, being changed, or changed by somebody else"
        return self._finish(step, JobState.FAILED, words)

    def _finish(self, step: BulkStep, state: JobState, reason: str = "") -> bool:
        self._steps.finish(step, state, reason)
        return False


def _ended(standing: Standing) -> JobState:
    left = standing.counts.skipped + standing.counts.failed
    return JobState.PARTIAL if left else JobState.SUCCEEDED


def _is_as_listed(row: ListedRow, found: Mapping[str, StoredRow]) -> bool:
    """Has nobody changed it since the job was queued?"""
    return found[row.id].version == row.version
