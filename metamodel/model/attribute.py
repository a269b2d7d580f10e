"""What an entity's rows are made of, and what is derived from one row."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from metamodel.model.part import Part

Text = Annotated[str, StringConstraints(min_length=1)]
"""A text that says something: Cube turns an empty one into null."""

Expression = Annotated[str, StringConstraints(min_length=1)]
"""SQL over `{member}` of the same entity and `{entity.member}` of one it can be joined to."""


Column = Annotated[str, StringConstraints(pattern=r'^([A-Za-z_][A-Za-z0-9_$]*|"[^"{}\\]+")$')]
"""A column as SQL names it: plain, or in double quotes."""


class MemberType(StrEnum):
    """Cube's dimension types."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TIME = "time"


class AttributeType(StrEnum):
    """What a column holds; each maps to one Cube type, none to a default."""

    STRING = "string"
    TEXT = "text"
    UUID = "uuid"
    INTEGER = "integer"
    BIGINT = "bigint"
    DECIMAL = "decimal"
    FLOAT = "float"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    TIMESTAMPTZ = "timestamptz"

    @property
    def member_type(self) -> MemberType:
        """The Cube type of a dimension over such a column."""
        return _MEMBER_TYPES[self]


_MEMBER_TYPES = {
    AttributeType.STRING: MemberType.STRING,
    AttributeType.TEXT: MemberType.STRING,
    AttributeType.UUID: MemberType.STRING,
    AttributeType.INTEGER: MemberType.NUMBER,
    AttributeType.BIGINT: MemberType.NUMBER,
    AttributeType.DECIMAL: MemberType.NUMBER,
    AttributeType.FLOAT: MemberType.NUMBER,
    AttributeType.BOOLEAN: MemberType.BOOLEAN,
    AttributeType.DATE: MemberType.TIME,
    AttributeType.TIMESTAMP: MemberType.TIME,
    AttributeType.TIMESTAMPTZ: MemberType.TIME,
}


class CardinalityClass(StrEnum):
    """How many distinct values a column has, where nobody counted."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    UNIQUE = "unique"


class Cardinality(Part):
    """How many distinct values: counted, estimated, or not known."""

    distinct: int | None = Field(default=None, ge=0)
    level: CardinalityClass | None = Field(default=None, alias="class")

    def exceeds(self, threshold: int) -> bool:
        """Is it known to be more than `threshold`, or said to be high?"""
        if self.distinct is not None:
            return self.distinct > threshold
        return self.level in {CardinalityClass.HIGH, CardinalityClass.UNIQUE}


class Attribute(Part):
    """A column of the entity's table, offered as a dimension."""

    name: Text
    column: Column
    type: AttributeType
    nullable: bool = True
    title: Text | None = None
    description: Text | None = None
    public: bool = True
    cardinality: Cardinality = Cardinality()

    @property
    def member_type(self) -> MemberType:
        """The Cube type of its dimension."""
        return self.type.member_type


class ComputedDimension(Part):
    """A dimension derived by SQL from a row, from the rows it joins to, or by a sub-query."""

    name: Text
    type: MemberType
    expression: Expression
    sub_query: bool = False  # the expression is one measure of an entity below this one
    propagate_filters: bool = False  # push the query's filters into the sub-query
    title: Text | None = None
    description: Text | None = None
    public: bool = True
    cardinality: Cardinality = Cardinality()

    @property
    def member_type(self) -> MemberType:
        """The Cube type of its dimension."""
        return self.type
