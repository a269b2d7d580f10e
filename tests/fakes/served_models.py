"""Models that are written down in a test."""

from collections.abc import Collection, Sequence

from metamodel.model.entity import Entity
from metamodel.model.metamodel import Metamodel
from metamodel.modelgen.affected import AffectedRollup


class FakeServedModels:
    """The models it is made with; `rollups` show every change."""

    def __init__(self, *models: Metamodel) -> None:
        self._models, self.known = models, True
        self.rollups: list[AffectedRollup] = []

    def serve(self, *models: Metamodel) -> None:
        """From now on these."""
        self._models = models

    def forget(self) -> None:
        """As before the first look."""
        self._models, self.known = (), False

    def all(self) -> Sequence[Metamodel]:
        return self._models

    def of(self, entity: str) -> Metamodel | None:
        return next((one for one in self._models if one.entity(entity)), None)

    def affected(
        self, model: Metamodel, entity: Entity, changed: Collection[str]
    ) -> Sequence[AffectedRollup]:
        return self.rollups if changed else ()
