"""What can be done with entities over HTTP, without HTTP: everything as its caller may."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from presence_api.caller import Caller
from presence_api.entities.catalogue.served import served_view
from presence_api.entities.catalogue.view import (
    EntityForbidden,
    EntityNotServed,
    EntityView,
    entity_view,
)
from presence_api.entities.instance import InstanceUnknown
from presence_api.entities.search.reader import EntityReader, Page, Row
from presence_api.entities.writing.patching import (
    Editor,
    Patching,
    PatchWanted,
    VersionConflict,
)
from presence_api.ports.served_models import ModelsUnknown, ServedModels


@dataclass(frozen=True, slots=True)
class PatchedRow:
    """The row as it is now; `row` is None where the change took it out of the caller's sight."""

    version: int
    row: Row | None
    locks_known: bool
    repeated: bool = False  # the change was made before; the row is as it is now


class EntityService:
    """Looks entities up in the models that serve now. Waits: call it from a worker thread."""

    def __init__(self, models: ServedModels, reader: EntityReader, patching: Patching) -> None:
        self._models, self._reader, self._patching = models, reader, patching

    def views(self, caller: Caller) -> Sequence[EntityView]:
        """All entities that the caller may see anything of. Raises ModelsUnknown."""
        if not self._models.known:
            raise ModelsUnknown
        found = []
        for model in self._models.all():
            for entity in model.entities:
                try:
                    found.append(entity_view(model, entity.name, caller))
                except (EntityNotServed, EntityForbidden):
                    continue
        return found

    def view(self, caller: Caller, name: str) -> EntityView:
        """One of them. Raises EntityNotServed, EntityForbidden, ModelsUnknown."""
        return served_view(self._models, name, caller)[1]

    def search(self, caller: Caller, name: str, body: object) -> Page:
        """Raises as `view`, and RequestInvalid, CursorRefused."""
        return self._reader.search(self.view(caller, name), body)

    def get(self, caller: Caller, name: str, instance: str) -> Row:
        """Raises as `view`, and InstanceUnknown."""
        return self._reader.get(self.view(caller, name), instance)

    def patch(self, editor: Editor, name: str, wanted: PatchWanted) -> PatchedRow:
        """Raises as `view`, and whatever `Patching.patch` does; a conflict shows the row."""
        model, view = served_view(self._models, name, editor.caller)
        affected = partial(self._models.affected, model, view.entity)
        try:
            found = self._patching.patch(view, editor, wanted, affected)
        except VersionConflict as conflict:
            row = self._seen(view, wanted.instance)
            raise VersionConflict(conflict.place, conflict.version, conflict.edit, row) from None
        row = self._seen(view, wanted.instance)
        return PatchedRow(found.change.version, row, found.locks_known, found.repeated)

    def _seen(self, view: EntityView, instance: str) -> Row | None:
        try:
            return self._reader.get(view, instance)
        except InstanceUnknown:
            return None
