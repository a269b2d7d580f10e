"""One row before and after a change."""

from collections.abc import Mapping
from dataclasses import dataclass

from presence_api.ports.entity_store import JsonScalar


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
