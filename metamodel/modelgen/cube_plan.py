"""What will be rendered: plain data in Cube's words, free of templates and of YAML.

A field of a plan is a key of the YAML, in this order; a field at its default is left out. `_`
behind a name that Python reserves is dropped, fields in `unsaid` are ours alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from metamodel.modelgen.member_plan import DimensionPlan, HierarchyPlan, MeasurePlan, SegmentPlan
from metamodel.modelgen.plan_node import PlanNode
from metamodel.modelgen.policy_plan import PolicyPlan
from metamodel.modelgen.rollup_plan import RefreshKeyPlan, RollupPlan
from metamodel.modelgen.sql import Sql
from metamodel.modelgen.view_plan import ViewGroupPlan, ViewPlan


class JoinPlan(PlanNode, frozen=True):
    """A join to another cube."""

    name: str
    relationship: str
    sql: Sql


class CubePlan(PlanNode, frozen=True):
    """One cube, complete; one that `extends` another holds only what differs."""

    unsaid = frozenset({"entity", "tenancy_member"})

    name: str
    entity: str
    sql_table: str | None = None
    sql: Sql | None = None
    extends: str | None = None
    sql_alias: str | None = None
    data_source: str | None = None
    title: str | None = None
    description: str | None = None
    public: bool | None = None
    calendar: bool = False
    rewrite_queries: bool | None = None
    refresh_key: RefreshKeyPlan | None = None
    joins: tuple[JoinPlan, ...] = ()
    dimensions: tuple[DimensionPlan, ...] = ()
    measures: tuple[MeasurePlan, ...] = ()
    segments: tuple[SegmentPlan, ...] = ()
    hierarchies: tuple[HierarchyPlan, ...] = ()
    pre_aggregations: tuple[RollupPlan, ...] = ()
    access_policy: tuple[PolicyPlan, ...] = ()
    meta: Mapping[str, Any] | None = None
    tenancy_member: str | None = None

    @property
    def rows(self) -> str | None:
        """The table or query its rows come from; None if another cube's."""
        return self.sql_table or self.sql


@dataclass(frozen=True, slots=True)
class ModelPlan:
    """All cubes of one document, in its order: entities first, then roles; and its views."""

    name: str
    spec_version: str
    extent_start: date
    extent_end: date
    cubes: tuple[CubePlan, ...]
    views: tuple[ViewPlan, ...] = ()
    view_groups: tuple[ViewGroupPlan, ...] = ()

    _by_name: dict[str, CubePlan] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {item.name: item for item in self.cubes})

    def cube(self, name: str) -> CubePlan:
        """The cube of that name. Raises KeyError."""
        return self._by_name[name]

    def with_base(self, name: str) -> tuple[CubePlan | None, ...]:
        """The cube of that name, and None or the one it extends; no cubes are told so too."""
        cube = self._by_name.get(name)
        return (cube, self._by_name.get(cube.extends) if cube and cube.extends else None)

    def members_of(self, name: str) -> CubePlan:
        """The cube that declares the members of `name`: itself, or the one it extends."""
        cube = self.cube(name)
        return self.cube(cube.extends) if cube.extends else cube
