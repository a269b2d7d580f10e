"""The document: entities, relations between them, and what holds for all."""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from metamodel.model.access import TenancyDefaults
from metamodel.model.entity import Entity
from metamodel.model.governance import Exemption, Reserved
from metamodel.model.part import Part
from metamodel.model.partitions import Extent
from metamodel.model.relation import Relation
from metamodel.model.texts import Text
from metamodel.model.view import View, ViewGroup

Semver = Annotated[str, StringConstraints(pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$")]


class ExtentDays(Part):
    """The days rollups are built for, both ends included."""

    start: date
    end: date

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"`end` ({self.end}) lies before `start` ({self.start})")
        return self


class Defaults(Part):
    """What holds for every entity."""

    timezone: Literal["UTC"] = "UTC"  # calendar dates shift in every other
    tenancy: TenancyDefaults | None = None
    high_cardinality_threshold: int = Field(default=100_000, gt=0)
    extent: ExtentDays


class Metamodel(Part):
    """One metamodel document, as its file says it; what it means is checked by lint."""

    spec_version: Semver  # of this document's content, raised by hand
    format_version: Literal["1"]  # of the grammar
    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Text | None = None
    description: Text | None = None
    defaults: Defaults
    entities: tuple[Entity, ...] = Field(min_length=1)
    relations: tuple[Relation, ...] = ()
    views: tuple[View, ...] = ()
    view_groups: tuple[ViewGroup, ...] = ()
    reserved: Reserved = Reserved()
    exemptions: tuple[Exemption, ...] = ()

    @property
    def extent(self) -> Extent:
        """The days all rollups are built for."""
        return Extent(self.defaults.extent.start, self.defaults.extent.end)

    def entity(self, name: str) -> Entity | None:
        """The entity of that name."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, Entity]:
        return {item.name: item for item in reversed(self.entities)}  # the first of doubles wins

    def entity_of_cube(self, cube: str) -> Entity | None:
        """The entity whose own cube has that name."""
        return next((item for item in self.entities if item.cube == cube), None)
