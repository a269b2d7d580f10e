"""Which entities there are, as far as their rooms and locks need to know."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class EntityShape:
    """One entity of the metamodel that serves now."""

    name: str
    key_parts: int  # parts of an instance id
    shared: bool  # its rows belong to no tenant
    cube: str  # what reports call it


class EntityCatalogue(Protocol):
    """The entities of now; asking costs nothing and never waits."""

    @property
    def known(self) -> bool:
        """Was it ever possible to look? If not, nothing is found, and that means nothing."""
        ...

    def find(self, entity: str) -> EntityShape | None:
        """The entity of that name, or None."""
        ...

    def of_cube(self, cube: str) -> EntityShape | None:
        """The entity that reports call so, or None."""
        ...
