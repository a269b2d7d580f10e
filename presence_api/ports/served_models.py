"""The metamodels that serve, whole."""

from collections.abc import Collection, Sequence
from typing import Protocol

from metamodel.model.entity import Entity
from metamodel.model.metamodel import Metamodel
from metamodel.modelgen.affected import AffectedRollup


class ServedModels(Protocol):
    """What serves now; asking never waits."""

    def all(self) -> Sequence[Metamodel]:
        """Every model, by its publication; before the first look none."""
        ...

    def of(self, entity: str) -> Metamodel | None:
        """The model that has an entity of that name."""
        ...

    def affected(
        self, model: Metamodel, entity: Entity, changed: Collection[str]
    ) -> Sequence[AffectedRollup]:
        """Which rollups show a change of these attributes."""
        ...
