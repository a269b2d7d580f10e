"""How rows of one entity find those of another."""

from enum import StrEnum

from pydantic import Field

from metamodel.model.part import Part
from metamodel.model.texts import Text


class RelationCardinality(StrEnum):
    """How many on each side."""

    MANY_TO_ONE = "many_to_one"
    ONE_TO_ONE = "one_to_one"
    ONE_TO_MANY = "one_to_many"


class AttributePair(Part):
    """Two attributes that are equal in rows that belong together."""

    origin: Text = Field(alias="from")
    target: Text = Field(alias="to")


class Relation(Part):
    """A join from an entity, or a role of one, to another entity.

    With a `role` the target is not the entity's own cube but one that extends it under that name;
    further relations may start from the role. That is how a table is reached in two meanings.
    """

    id: Text
    origin: Text = Field(alias="from")
    target: Text = Field(alias="to")
    cardinality: RelationCardinality
    on: tuple[AttributePair, ...] = Field(min_length=1)
    role: Text | None = None
    title: Text | None = None
    description: Text | None = None

    @property
    def target_node(self) -> str:
        """Name of the node of the join graph it leads to."""
        return self.role or self.target
