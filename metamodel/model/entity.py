"""A thing the business speaks of, and the table its rows are in."""

from typing import Self

from pydantic import Field, JsonValue, model_validator

from metamodel.model.access import AccessPolicy, Tenancy, TenancyMode
from metamodel.model.attribute import Attribute, ComputedDimension
from metamodel.model.display import Deprecation
from metamodel.model.hierarchy import Hierarchy
from metamodel.model.intervals import Every
from metamodel.model.lifecycle import Lifecycle, SoftDelete, Versioning
from metamodel.model.measure import Measure, Segment
from metamodel.model.part import Part
from metamodel.model.pre_aggregation import PreAggregation
from metamodel.model.texts import Expression, Identifier, Text


class Source(Part):
    """Where the rows are: a table, or a query."""

    table: Text | None = None  # as SQL names it, with its schema if the search path is not to say
    sql: Expression | None = None
    data_source: Text | None = None  # Cube's name of the database

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if (self.table is None) == (self.sql is None):
            raise ValueError("a source is either a `table` or `sql`")
        return self


class Keys(Part):
    """What tells rows apart: attribute names in the order of an instance id."""

    primary: tuple[Text, ...]


class Time(Part):
    """The dimension that says when a row happened, by default."""

    dimension: Text


class RefreshKey(Part):
    """When Cube forgets answers that it computed from the source."""

    every: Every | None = None
    timezone: Text | None = None
    sql: Expression | None = None
    immutable: bool | None = None

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if bool(self.immutable) == bool(self.every or self.sql):
            raise ValueError("either `every` or `sql`, or `immutable` is needed")
        return self


class Entity(Part):
    """One entity with everything said about it; its Cube name is `cube`."""

    id: Text  # stable over renames, never reused
    name: Text
    cube: Text
    title: Text | None = None
    description: Text | None = None
    source: Source
    keys: Keys
    tenancy: Tenancy
    time: Time | None = None
    versioning: Versioning | None = None
    soft_delete: SoftDelete | None = None
    lifecycle: Lifecycle | None = None
    owners: tuple[Text, ...] = ()
    rows: int | None = Field(default=None, ge=0)  # about how many there are
    public: bool = True
    deprecated: Deprecation | None = None
    meta: dict[str, JsonValue] | None = None
    sql_alias: Identifier | None = None
    calendar: bool = False
    rewrite_queries: bool | None = None
    refresh_key: RefreshKey | None = None
    attributes: tuple[Attribute, ...] = Field(min_length=1)
    computed: tuple[ComputedDimension, ...] = ()
    measures: tuple[Measure, ...] = ()
    segments: tuple[Segment, ...] = ()
    hierarchies: tuple[Hierarchy, ...] = ()
    pre_aggregations: tuple[PreAggregation, ...] = ()
    access: tuple[AccessPolicy, ...] | None = None  # None: from the document's defaults

    @property
    def tenant_owned(self) -> bool:
        """Does each row belong to one tenant?"""
        return self.tenancy.mode is TenancyMode.REQUIRED

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name."""
        return next((item for item in self.attributes if item.name == name), None)

    def dimension(self, name: str) -> Attribute | ComputedDimension | None:
        """The attribute or computed dimension of that name."""
        everything: tuple[Attribute | ComputedDimension, ...] = (*self.attributes, *self.computed)
        return next((item for item in everything if item.name == name), None)

    def measure(self, name: str) -> Measure | None:
        """The measure of that name."""
        return next((item for item in self.measures if item.name == name), None)

    def segment(self, name: str) -> Segment | None:
        """The segment of that name."""
        return next((item for item in self.segments if item.name == name), None)
