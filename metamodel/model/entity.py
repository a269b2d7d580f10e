"""A thing the business speaks of, and the table its rows are in."""

from pydantic import Field

from metamodel.model.access import AccessPolicy, Tenancy, TenancyMode
from metamodel.model.attribute import Attribute, Column, ComputedDimension, Text
from metamodel.model.measure import Measure, Segment
from metamodel.model.part import Part
from metamodel.model.pre_aggregation import PreAggregation


class Source(Part):
    """Where the rows are."""

    table: Text  # as SQL names it, with its schema if the search path should not decide


class Keys(Part):
    """What tells rows apart: attribute names in the order of an instance id."""

    primary: tuple[Text, ...]


class Versioning(Part):
    """The column that rises with every change of a row; the source of ETags."""

    column: Column


class Time(Part):
    """The dimension that says when a row happened, by default."""

    dimension: Text


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
    owners: tuple[Text, ...] = ()
    attributes: tuple[Attribute, ...] = Field(min_length=1)
    computed: tuple[ComputedDimension, ...] = ()
    measures: tuple[Measure, ...] = ()
    segments: tuple[Segment, ...] = ()
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
