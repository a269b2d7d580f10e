"""What is counted and summed over an entity's rows, and the conditions worth a name."""

from enum import StrEnum

from metamodel.model.attribute import Expression, Text
from metamodel.model.part import Part


class MeasureType(StrEnum):
    """Cube's aggregations."""

    COUNT = "count"
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    AVG = "avg"
    COUNT_DISTINCT = "count_distinct"
    COUNT_DISTINCT_APPROX = "count_distinct_approx"
    NUMBER = "number"

    @property
    def additive(self) -> bool:
        """Can partial results be put together to the whole? Rollups can hold no other kind."""
        return self in _ADDITIVE


_ADDITIVE = frozenset(
    {
        MeasureType.COUNT,
        MeasureType.SUM,
        MeasureType.MIN,
        MeasureType.MAX,
        MeasureType.COUNT_DISTINCT_APPROX,
    }
)


class Measure(Part):
    """An aggregate; only `count` needs no expression."""

    name: Text
    type: MeasureType
    expression: Expression | None = None
    filters: tuple[Expression, ...] = ()
    title: Text | None = None
    description: Text | None = None
    format: Text | None = None
    public: bool = True


class Segment(Part):
    """A condition with a name, for filters that many queries share."""

    name: Text
    expression: Expression
    title: Text | None = None
    description: Text | None = None
