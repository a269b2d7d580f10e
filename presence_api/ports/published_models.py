"""The metamodels that serve, as they were published: what Cube has of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from metamodel.model.metamodel import Metamodel
from metamodel.modelgen.rollup import Rollup


@dataclass(frozen=True, slots=True, eq=False)
class PublishedModel:
    """One publication; each is equal to itself only, for the same version may serve again."""

    model: Metamodel
    version: str  # by which Cube knows it
    cube_fps: Mapping[str, str]
    rollups: tuple[Rollup, ...]


class PublishedModels(Protocol):
    """What serves now; asking never waits."""

    def published(self) -> Sequence[PublishedModel]:
        """Every publication that serves; before the first look none."""
        ...
