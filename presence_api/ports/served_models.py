"""The metamodels that serve, whole."""

from collections.abc import Collection, Sequence
from typing import ClassVar, Protocol

from metamodel.kernel.errors import RampartError
from metamodel.model.entity import Entity
from metamodel.model.metamodel import Metamodel
from metamodel.modelgen.affected import AffectedRollup


class ModelsUnknown(RampartError):
    """Since this process started nobody could say which entities there are."""

    code: ClassVar[str] = "ENT-009"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Try again in a moment; `/health/ready` says what is waited for."

    def __str__(self) -> str:
        return "which entities there are is not known yet"


class ServedModels(Protocol):
    """What serves now; asking never waits."""

    @property
    def known(self) -> bool:
        """Was it ever possible to look? If not, nothing is found, and that means nothing."""
        ...

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
