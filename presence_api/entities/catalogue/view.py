"""An entity as one caller sees it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from metamodel.kernel.canonical import fingerprint
from metamodel.kernel.errors import RampartError
from metamodel.model.attribute import Attribute, AttributeType, Editable
from metamodel.model.entity import Entity
from metamodel.model.lifecycle import SoftDeleteMode
from metamodel.model.metamodel import Metamodel
from presence_api.caller import Caller
from presence_api.entities.catalogue.grants import Grant, grants
from presence_api.entities.catalogue.row_source import row_source, stored_column
from presence_api.ports.entity_store import JsonScalar, RowSource
from presence_api.ports.row_conditions import (
    Comparison,
    Condition,
    StoredColumn,
    Test,
    all_of,
    any_of,
    described,
)


class EntityNotServed(RampartError):
    """There is no such entity, or its rows are not kept in a table of our database."""

    code: ClassVar[str] = "ENT-005"
    hint: ClassVar[str] = "`GET meta/entities` lists those there are."


class EntityForbidden(RampartError):
    """No policy shows the caller anything of the entity."""

    code: ClassVar[str] = "ENT-006"
    hint: ClassVar[str] = "Ask for a group that the entity's `access` names."


@dataclass(frozen=True)
class EntityView:
    """What one caller may see, filter, order and edit; `grants` are never none."""

    entity: Entity
    source: RowSource
    grants: tuple[Grant, ...]
    tenant: str

    @cached_property
    def readable(self) -> frozenset[str]:
        """Shown as they are or masked, by some policy."""
        return frozenset().union(*(grant.readable for grant in self.grants))

    @cached_property
    def filterable(self) -> frozenset[str]:
        """Shown as they are: a filter on anything else would tell what it hides."""
        return frozenset().union(*(grant.shown for grant in self.grants))

    @cached_property
    def orderable(self) -> frozenset[str]:
        """As `filterable`, but for long texts: cursors hold values of the order."""
        return frozenset(
            name for name in self.filterable if self.attribute(name).type is not AttributeType.TEXT
        )

    @cached_property
    def masked(self) -> frozenset[str]:
        """Never shown as they are."""
        return self.readable - self.filterable

    @cached_property
    def editable(self) -> frozenset[str]:
        """What may be changed of a row that is there; nothing without a version to compare."""
        entity = self.entity
        if entity.versioning is None:
            return frozenset()
        kept = {*entity.keys.primary, entity.tenancy.attribute}
        return frozenset(
            name
            for name in self.filterable - kept
            if self.attribute(name).editable is Editable.ALWAYS
            if self.column(name).column != self.source.version
        )

    @cached_property
    def digest(self) -> str:
        """Differs for callers whose policies give other rows or attributes."""
        return fingerprint(
            [
                [described(grant.rows), sorted(grant.shown), sorted(grant.masked)]
                for grant in self.grants
            ]
        )

    def attribute(self, name: str) -> Attribute:
        """The attribute of that name, which has to be there."""
        found = self.entity.attribute(name)
        if found is None:
            raise KeyError(name)
        return found

    def column(self, name: str) -> StoredColumn:
        """Where that attribute is kept."""
        return stored_column(self.entity, self.attribute(name))

    def mask(self, name: str) -> JsonScalar:
        """What is shown in its place: a fixed value, or null; nothing is computed."""
        mask = self.attribute(name).mask
        if mask is None:
            return None
        return mask.text if mask.text is not None else mask.value

    def granting(self, shown: Collection[str], read: Collection[str]) -> tuple[Grant, ...]:
        """The policies that show all of `shown` as they are, and all of `read` in either way."""
        return tuple(
            grant
            for grant in self.grants
            if grant.shown.issuperset(shown) and grant.readable.issuperset(read)
        )

    def rows(self, granting: Sequence[Grant]) -> Condition:
        """The rows that these policies show and that nobody has deleted."""
        return all_of([*self._not_deleted, any_of([grant.rows for grant in granting])])

    @cached_property
    def _not_deleted(self) -> tuple[Condition, ...]:
        deletion = self.entity.soft_delete
        if deletion is None:
            return ()
        column = self.column(deletion.attribute)
        if deletion.mode is SoftDeleteMode.TIMESTAMP:
            return (Test(column, Comparison.IS_NULL),)
        return (Test(column, Comparison.IN, (True,), negated=True),)


def entity_view(model: Metamodel, name: str, caller: Caller) -> EntityView:
    """The entity as the caller sees it. Raises EntityNotServed, EntityForbidden."""
    entity = model.entity(name)
    source = row_source(entity) if entity is not None and entity.public else None
    if entity is None or source is None:
        raise EntityNotServed(name)
    found = grants(entity, model.defaults.tenancy, caller)
    if not found:
        raise EntityForbidden(name)
    return EntityView(entity, source, found, caller.tenant)
