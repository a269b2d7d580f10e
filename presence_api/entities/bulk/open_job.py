"""A job as its worker does it: with the metamodel that serves now, as its author may."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from metamodel.modelgen.affected import AffectedRollup
from presence_api.entities.bulk.job_plan import JobPlan
from presence_api.entities.bulk.request import OnConflict
from presence_api.entities.catalogue.grants import Grant
from presence_api.entities.catalogue.served import served_view
from presence_api.entities.catalogue.view import EntityForbidden, EntityNotServed, EntityView
from presence_api.entities.faults import Faults, RequestInvalid
from presence_api.entities.instance import key_values
from presence_api.entities.patch import read_patch
from presence_api.entities.search.ordering import total_order
from presence_api.entities.writing.patching import Editor
from presence_api.ports.bulk_work import TakenJob
from presence_api.ports.entity_store import RowQuery
from presence_api.ports.row_conditions import Condition, KeyIn, StoredColumn, Value, all_of
from presence_api.ports.served_models import ServedModels

CHUNK: Final = 500
"""Rows that are changed in one transaction, at most."""
REFUSALS: Final = (EntityNotServed, EntityForbidden, RequestInvalid)
"""Why a job that was taken in may not be done any more."""


@dataclass(frozen=True, slots=True)
class OpenJob:
    """What is written into which rows, by whom, and where that shows."""

    id: str
    view: EntityView
    granting: tuple[Grant, ...]
    editor: Editor
    on_conflict: OnConflict
    values: Mapping[StoredColumn, Value | None]
    changed: tuple[str, ...]
    rollups: Sequence[AffectedRollup]

    @classmethod
    def of(cls, taken: TakenJob, models: ServedModels) -> "OpenJob":
        """By the model that serves now. Raises REFUSALS."""
        plan, faults = JobPlan.read(taken.plan), Faults()
        model, view = served_view(models, taken.entity, plan.editor.caller)
        values = read_patch(view, plan.patch, faults)
        faults.check()  # with them also that no policy shows all that is written
        granting = view.granting(plan.patch, ())
        updated_at = view.source.updated_at
        names = [*plan.patch, *([updated_at.name] if updated_at is not None else [])]
        changed = tuple(dict.fromkeys(names))
        rollups = models.affected(model, view.entity, changed)
        return cls(
            taken.id, view, granting, plan.editor, plan.on_conflict, values, changed, rollups
        )

    def rows(self, ids: Iterable[str]) -> "RowsOfJob":
        """These rows. Raises InstanceUnknown for what is no id."""
        return RowsOfJob(self, {one: key_values(self.view, one) for one in ids})

    def query(self, where: Condition) -> RowQuery:
        """With all that a change shows by: the values, and the days of rollups."""
        days = [rollup.time for rollup in self.rollups if rollup.time is not None]
        columns = tuple(self.view.column(name) for name in dict.fromkeys([*self.changed, *days]))
        source = self.view.source
        return RowQuery(source, columns, total_order(source, ()), where, limit=CHUNK)


class RowsOfJob:
    """Some rows of a job, whose ids were read once."""

    def __init__(self, job: OpenJob, keys: Mapping[str, tuple[Value, ...]]) -> None:
        self._job, self._keys = job, keys

    def seen(self, ids: Iterable[str]) -> RowQuery:
        """Those that its author may see."""
        view = self._job.view
        return self._job.query(all_of([view.rows(self._job.granting), self._among(ids)]))

    def written(self, ids: Iterable[str]) -> RowQuery:
        """All of them, whatever becomes of them."""
        return self._job.query(self._among(ids))

    def _among(self, ids: Iterable[str]) -> Condition:
        return KeyIn(self._job.view.source.key, tuple(self._keys[one] for one in ids))
