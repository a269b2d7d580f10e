"""A member that a report names, and what can be done with it."""

from dataclasses import dataclass
from enum import StrEnum

from metamodel.model.attribute import Attribute, AttributeType, ComputedDimension, MemberType
from metamodel.model.measure import Measure, MeasureType, Segment
from metamodel.model.pre_aggregation import TimeGranularity
from presence_api.reporting.dsl.visibility import Definition, Visibility


class Kind(StrEnum):
    """What a member's values are."""

    TEXT = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TIME = "time"
    OTHER = "other"  # a place on earth, or a condition: nothing to compare


_OF_DIMENSIONS = {
    MemberType.STRING: Kind.TEXT,
    MemberType.SWITCH: Kind.TEXT,
    MemberType.NUMBER: Kind.NUMBER,
    MemberType.BOOLEAN: Kind.BOOLEAN,
    MemberType.TIME: Kind.TIME,
}
_OF_MEASURES = {
    MeasureType.STRING: Kind.TEXT,
    MeasureType.TIME: Kind.TIME,
    MeasureType.BOOLEAN: Kind.BOOLEAN,
}
_INTEGERS = frozenset(
    {
        AttributeType.INTEGER,
        AttributeType.BIGINT,
        MeasureType.COUNT,
        MeasureType.COUNT_DISTINCT,
        MeasureType.COUNT_DISTINCT_APPROX,
        MeasureType.RANK,
    }
)


@dataclass(frozen=True, slots=True)
class Member:
    """A dimension, measure or segment.

    `path` is what requests call it, with the relations that lead to it in their one canonical
    spelling; `node` is the entity or role that it belongs to.
    """

    path: str
    node: str
    definition: Definition
    visibility: Visibility = Visibility.SHOWN

    @property
    def name(self) -> str:
        """Its name in its entity."""
        return self.definition.name

    @property
    def kind(self) -> Kind:
        """What its values are."""
        item = self.definition
        if isinstance(item, Attribute | ComputedDimension):
            return _OF_DIMENSIONS.get(item.member_type, Kind.OTHER)
        return _OF_MEASURES.get(item.type, Kind.NUMBER) if isinstance(item, Measure) else Kind.OTHER

    @property
    def integer(self) -> bool:
        """Does the metamodel say that its values are whole numbers?"""
        item = self.definition
        return not isinstance(item, Segment) and item.type in _INTEGERS

    @property
    def grains(self) -> tuple[str, ...]:
        """By what its moments can be grouped."""
        item = self.definition
        if self.kind is not Kind.TIME or not isinstance(item, Attribute | ComputedDimension):
            return ()
        return (*TimeGranularity, *(one.name for one in item.granularities))
