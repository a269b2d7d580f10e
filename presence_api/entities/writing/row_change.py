"""One row before and after a change."""

from collections.abc import Mapping
from dataclasses import dataclass

from presence_api.caller import Caller
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.values import UnfitValue, typed
from presence_api.ports.entity_store import JsonScalar, StoredRow
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.row_conditions import StoredColumn, Value


@dataclass(frozen=True, slots=True)
class RowChange:
    """What became of an instance; values by attribute, as JSON has them.

    `tenant` is None for shared entities; `version` is the one after the change.
    """

    entity: str
    tenant: str | None
    id: str
    version: int
    before: Mapping[str, JsonScalar]
    after: Mapping[str, JsonScalar]

    @property
    def changed(self) -> tuple[str, ...]:
        """Attributes with another value than before."""
        return tuple(name for name, value in self.after.items() if self.before[name] != value)


def row_address(view: EntityView, caller: Caller, row: StoredRow) -> LockAddress:
    """By the row's own tenant: an administrator's may be another one."""
    if not view.entity.tenant_owned:
        return LockAddress(None, view.entity.name, row.id)
    tenant = row.values.get(view.entity.tenancy.attribute or "", caller.tenant)
    return LockAddress(str(tenant), view.entity.name, row.id)


def says(row: StoredRow, column: StoredColumn, value: Value | None) -> bool:
    """Is that what the row says already?"""
    said = row.values[column.name]
    if said is None or value is None:
        return said is value
    try:
        return typed(column.type, said) == value
    except UnfitValue:  # such as an infinity: nothing that could be sent
        return False
