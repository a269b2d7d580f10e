"""What an entity's rows are made of, and what is derived from one row."""

from enum import StrEnum
from typing import Self

from pydantic import Field, JsonValue, model_validator

from metamodel.model.cases import Case, SwitchCase
from metamodel.model.display import Aliased, Link, Mask
from metamodel.model.multi_stage import StageFilter
from metamodel.model.part import Part
from metamodel.model.texts import Column, Expression, Text
from metamodel.model.time_shape import CalendarShift, CustomGranularity


class MemberType(StrEnum):
    """Cube's dimension types."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TIME = "time"
    GEO = "geo"
    SWITCH = "switch"


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
    TIME = "time"  # of day; Cube has no such type, it is shown as text
    JSON = "json"
    BINARY = "binary"
    ARRAY = "array"

    @property
    def member_type(self) -> MemberType:
        """The Cube type of a dimension over such a column."""
        return _MEMBER_TYPES[self]

    @property
    def opaque(self) -> bool:
        """Is there no dimension over such a column, because Cube could not group by it?"""
        return self in _OPAQUE


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
    AttributeType.TIME: MemberType.STRING,
    AttributeType.JSON: MemberType.STRING,
    AttributeType.BINARY: MemberType.STRING,
    AttributeType.ARRAY: MemberType.STRING,
}
_OPAQUE = frozenset({AttributeType.JSON, AttributeType.BINARY, AttributeType.ARRAY})


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


_UNKNOWN = Cardinality()


class Dimension(Aliased):
    """What every dimension has, of a column or computed."""

    cardinality: Cardinality = _UNKNOWN
    format: Text | None = None
    link_label: Text | None = None  # of `"format": "link"`
    currency: Text | None = None  # ISO 4217
    order: Text | None = None  # `asc` or `desc`
    values_as_segments: bool | None = None
    suggest_filter_values: bool | None = None
    mask: Mask | None = None
    links: tuple[Link, ...] = ()
    granularities: tuple[CustomGranularity, ...] = ()
    time_shifts: tuple[CalendarShift, ...] = ()  # in a calendar only

    @model_validator(mode="after")
    def _presents_itself(self) -> Self:
        if self.order not in {None, "asc", "desc"}:
            raise ValueError("`order` is `asc` or `desc`")
        if self.link_label is not None and self.format != "link":
            raise ValueError('`linkLabel` goes with `"format": "link"`')
        return self


class Classification(StrEnum):
    """How sensitive a value is."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PII = "pii"
    SECRET = "secret"  # noqa: S105 - a word of ours


class Editable(StrEnum):
    """When people may write an attribute."""

    ALWAYS = "always"
    ON_CREATE = "onCreate"
    NEVER = "never"


class Searchable(StrEnum):
    """How an attribute can be searched."""

    EXACT = "exact"
    PREFIX = "prefix"
    FULLTEXT = "fulltext"


class EnumValue(Part):
    """One of the values an attribute can have."""

    value: Text
    title: Text | None = None
    deprecated: bool = False


class Constraints(Part):
    """What a value must be to be accepted; names as in Frictionless Table Schema."""

    unique: bool = False
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = Field(default=None, ge=0)
    max_length: int | None = Field(default=None, ge=0)
    pattern: Text | None = None


class Attribute(Dimension):
    """A column of the entity's table, offered as a dimension."""

    id: Text | None = None  # stable over renames
    name: Text
    column: Column
    type: AttributeType
    nullable: bool = True
    default: JsonValue | None = None
    enum: tuple[EnumValue, ...] = ()
    constraints: Constraints | None = None
    classification: Classification = Classification.INTERNAL
    editable: Editable = Editable.NEVER
    searchable: Searchable | None = None

    @property
    def member_type(self) -> MemberType:
        """The Cube type of its dimension."""
        return self.type.member_type


class GeoPoint(Part):
    """A place on earth: expressions of its latitude and longitude in degrees."""

    latitude: Expression
    longitude: Expression


class ComputedDimension(Dimension):
    """A dimension derived by SQL from a row, from the rows it joins to, or by a sub-query.

    Its body is one of `expression`, `case`, `switch`, `geo` and `values`.
    """

    id: Text | None = None
    name: Text
    type: MemberType
    expression: Expression | None = None
    case: Case | None = None
    switch: SwitchCase | None = None
    geo: GeoPoint | None = None
    values: tuple[Text, ...] = ()  # of a dimension that only exists to be switched on
    sub_query: bool = False  # the expression is one measure of an entity below this one
    propagate_filters: bool = False  # push the query's filters into the sub-query
    key: Expression | None = None
    multi_stage: bool = False
    add_group_by: tuple[Text, ...] = ()
    filter: StageFilter | None = None

    @model_validator(mode="after")
    def _has_one_body(self) -> Self:
        bodies = (self.expression, self.case, self.switch, self.geo, self.values or None)
        if sum(item is not None for item in bodies) != 1:
            raise ValueError("one of `expression`, `case`, `switch`, `geo` and `values` is needed")
        if (self.geo is not None) != (self.type is MemberType.GEO):
            raise ValueError("`geo` goes with the type `geo`")
        if bool(self.values) != (self.type is MemberType.SWITCH):
            raise ValueError("`values` go with the type `switch`")
        return self

    @property
    def member_type(self) -> MemberType:
        """The Cube type of its dimension."""
        return self.type
