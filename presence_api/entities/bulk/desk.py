"""Where bulk updates are asked for, and their jobs watched and stopped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from uuid import UUID

from metamodel.kernel.errors import RampartError
from metamodel.kernel.ids import new_event_id
from presence_api.caller import Caller
from presence_api.entities.bulk.counts import BulkCounts
from presence_api.entities.bulk.holders import HoldersAmong
from presence_api.entities.bulk.job_plan import JobPlan
from presence_api.entities.bulk.plan_tokens import PlanTokens, check_plan
from presence_api.entities.bulk.request import BulkRequest, read_bulk
from presence_api.entities.bulk.sighting import Sighting, sight
from presence_api.entities.catalogue.served import served_view
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.instance import InstanceUnknown
from presence_api.entities.writing.patching import Editor
from presence_api.entities.writing.row_change import row_address
from presence_api.ports.bulk_jobs import (
    BulkJobs,
    Counts,
    Job,
    JobState,
    JobWanted,
    ListedRow,
    RowError,
)
from presence_api.ports.entity_store import EntityStore, StoredRow
from presence_api.ports.lock_table import LocksUnavailable
from presence_api.ports.served_models import ServedModels

SAMPLE: Final = 20
OPEN_JOBS: Final = 4


class JobUnknown(RampartError):
    """There is no such job, or not any more, or it is another tenant's; nobody is told which."""

    code: ClassVar[str] = "ENT-035"
    hint: ClassVar[str] = "Ask by the `Location` that began it, and before it is removed."


class JobForbidden(RampartError):
    """A job is somebody else's: its rows are theirs to see, and it is theirs to stop."""

    code: ClassVar[str] = "ENT-036"
    hint: ClassVar[str] = "Ask whoever began it."


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What an update would do now.

    `locked` of the rows that it would change are held or being changed by somebody else;
    `invalid` are ids without a row; `sample` are some of the first rows before it.
    """

    matched: int
    would_change: int
    locked: int
    locks_known: bool
    invalid: int
    sample: tuple[StoredRow, ...]
    patch: Mapping[str, Any]
    token: str


class BulkDesk:
    """Takes requests. Waits: call it from a worker thread."""

    def __init__(
        self,
        models: ServedModels,
        store: EntityStore,
        jobs: BulkJobs,
        holders: HoldersAmong,
        tokens: PlanTokens,
        *,
        most_open: int = OPEN_JOBS,
        counts: BulkCounts | None = None,
    ) -> None:
        self._models, self._store, self._jobs = models, store, jobs
        self._holders, self._tokens, self._most_open = holders, tokens, most_open
        self._counts = counts or BulkCounts()

    def update(self, editor: Editor, entity: str, body: object) -> BulkPlan | Job:
        """What it would do, if that is what `dryRun` asks; else the job that does it.

        Whoever shows the token of a plan that was run is given the job that it began.
        Raises ModelsUnknown, EntityNotServed, EntityForbidden, RequestInvalid, TooManyRows,
        PlanChanged, JobsUsedUp, and what store and jobs raise.
        """
        caller = editor.caller
        model, view = served_view(self._models, entity, caller)
        request, version = read_bulk(view, body), model.spec_version
        plan = self._tokens.read(view, caller, request, version)
        if plan is not None and not request.dry_run:
            begun = self._jobs.begun(caller.tenant, plan.id)
            if begun is not None:  # asked for twice: it is done once
                return begun
        seen = sight(self._store, view, request)
        check_plan(view, request, plan, seen.matched)
        if request.dry_run:
            token = self._tokens.sign(view, caller, request, version, seen.matched)
            return self._plan(view, editor, request, seen, token)
        wanted = _job(view, editor, request, seen, plan.id if plan else None)
        queued = self._jobs.queue(wanted, self._most_open)
        if queued.id == wanted.id:
            self._counts.add(queued.entity, queued.counts)
        return queued

    def job(self, caller: Caller, job: str) -> Job:
        """How it stands. Raises JobUnknown."""
        found = self._jobs.find(caller.tenant, _id_of(job))
        if found is None:
            raise JobUnknown(job)
        return found

    def cancel(self, caller: Caller, job: str) -> Job:
        """Have it stop. Raises JobUnknown, JobForbidden."""
        before = self._own(caller, job)
        found = self._jobs.cancel(caller.tenant, before.id)
        if found is None:
            raise JobUnknown(job)
        if before.state is JobState.QUEUED and found.state is JobState.CANCELLED:
            self._counts.add(found.entity, Counts(), found.state)
        return found

    def errors(self, caller: Caller, job: str, after: int, limit: int) -> Sequence[RowError]:
        """Why rows were left as they were. Raises JobUnknown, JobForbidden."""
        return self._jobs.errors(caller.tenant, self._own(caller, job).id, after, limit)

    def _own(self, caller: Caller, job: str) -> Job:
        found = self.job(caller, job)
        if found.user != caller.user:
            raise JobForbidden(job)
        return found

    def _plan(
        self, view: EntityView, editor: Editor, request: BulkRequest, seen: Sighting, token: str
    ) -> BulkPlan:
        addresses = [row_address(view, editor.caller, row) for row in seen.changing]
        taken, locks_known = set(self._jobs.changing(view.entity.name)), True
        try:
            taken.update(self._holders.among(editor.caller, addresses))
        except LocksUnavailable:
            locks_known = False
        return BulkPlan(
            seen.matched,
            len(seen.changing),
            len(taken.intersection(addresses)),
            locks_known,
            len(seen.missing),
            seen.changing[:SAMPLE],
            JobPlan.of(editor, request).patch,
            token,
        )


def _job(
    view: EntityView, editor: Editor, request: BulkRequest, seen: Sighting, plan: str | None
) -> JobWanted:
    """Ids without a row are over before it begins."""
    caller, name = editor.caller, view.entity.name
    errors = [
        RowError(number, one, InstanceUnknown.code, "there is no such row for you")
        for number, one in enumerate(seen.missing, start=1)
    ]
    rows = [(row_address(view, caller, row), row.version or 0) for row in seen.changing]
    rows.sort(key=lambda row: (row[0].tenant or "", row[0].id))
    return JobWanted(
        new_event_id(),
        caller.tenant,
        name,
        caller.user,
        editor.name,
        JobPlan.of(editor, request).as_json(),
        [
            ListedRow(number, address.tenant, address.id, version)
            for number, (address, version) in enumerate(rows, start=len(errors) + 1)
        ],
        errors,
        plan,
    )


def _id_of(job: str) -> str:
    """As it is kept. Raises JobUnknown."""
    try:
        return str(UUID(job))
    except ValueError as error:
        raise JobUnknown(job) from error
