"""Drill paths."""

from metamodel.model.part import Part
from metamodel.model.texts import Identifier, Text


class Hierarchy(Part):
    """Dimensions from coarse to fine: `name` of this entity or `entity.name`."""

    name: Identifier
    title: Text | None = None
    public: bool = True
    levels: tuple[Text, ...]
