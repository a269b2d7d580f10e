"""What will be rendered: plain data in Cube's words, free of templates and of YAML."""

from dataclasses import dataclass, field
from datetime import date


class Sql(str):
    """SQL for Cube: its `{member}` references are kept when text is escaped."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class JoinPlan:
    """A join to another cube."""

    target: str
    relationship: str
    sql: Sql


@dataclass(frozen=True, slots=True)
class DimensionPlan:
    """A dimension; `public` None leaves Cube's default."""

    name: str
    type: str
    sql: Sql
    title: str | None = None
    description: str | None = None
    public: bool | None = None
    primary_key: bool = False
    sub_query: bool = False
    propagate_filters: bool = False


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """A measure; only a count goes without SQL."""

    name: str
    type: str
    sql: Sql | None = None
    filters: tuple[Sql, ...] = ()
    title: str | None = None
    description: str | None = None
    format: str | None = None
    public: bool | None = None


@dataclass(frozen=True, slots=True)
class SegmentPlan:
    """A named condition."""

    name: str
    sql: Sql
    title: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """An index over a rollup's table."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RollupPlan:
    """A rollup; members are `cube.member`, also those of its own cube."""

    name: str
    measures: tuple[str, ...]
    dimensions: tuple[str, ...]
    segments: tuple[str, ...]
    time_dimension: str | None
    granularity: str | None
    partition: str | None
    build_range_start: Sql | None
    build_range_end: Sql | None
    indexes: tuple[IndexPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class FilterPlan:
    """A row filter; values with a reference to the caller's claim are Sql."""

    member: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyPlan:
    """What one set of groups sees."""

    groups: tuple[str, ...]
    excludes: tuple[str, ...]
    filters: tuple[FilterPlan, ...]  # none: all rows


@dataclass(frozen=True, slots=True)
class CubePlan:
    """One cube, complete; one that `extends` another holds only what differs."""

    name: str
    entity: str
    table: str | None
    extends: str | None = None
    title: str | None = None
    description: str | None = None
    joins: tuple[JoinPlan, ...] = ()
    dimensions: tuple[DimensionPlan, ...] = ()
    measures: tuple[MeasurePlan, ...] = ()
    segments: tuple[SegmentPlan, ...] = ()
    rollups: tuple[RollupPlan, ...] = ()
    policies: tuple[PolicyPlan, ...] = ()
    tenancy_member: str | None = field(default=None)

    @property
    def shape(self) -> str:
        """Which template lays it out."""
        return "role" if self.extends else "cube"


@dataclass(frozen=True, slots=True)
class ModelPlan:
    """All cubes of one document, in its order: entities first, then roles."""

    name: str
    spec_version: str
    extent_start: date
    extent_end: date
    cubes: tuple[CubePlan, ...]

    def cube(self, name: str) -> CubePlan:
        """The cube of that name. Raises KeyError."""
        found = next((item for item in self.cubes if item.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def members_of(self, name: str) -> CubePlan:
        """The cube that declares the members of `name`: itself, or the one it extends."""
        cube = self.cube(name)
        return self.cube(cube.extends) if cube.extends else cube
