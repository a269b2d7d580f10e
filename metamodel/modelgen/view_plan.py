"""Views in Cube's words: a field is a key of the YAML, its default is left out."""

from collections.abc import Mapping
from typing import Any

from metamodel.modelgen.member_plan import LinkFormatPlan
from metamodel.modelgen.plan_node import PlanNode
from metamodel.modelgen.policy_plan import PolicyPlan


class ViewMemberPlan(PlanNode, frozen=True):
    """One member as the view shows it."""

    name: str
    alias: str | None = None
    title: str | None = None
    description: str | None = None
    format: str | LinkFormatPlan | None = None
    meta: Mapping[str, Any] | None = None


class ViewCubePlan(PlanNode, frozen=True):
    """What is taken from the cube at the end of a join path."""

    join_path: str
    includes: tuple[ViewMemberPlan, ...] | str
    excludes: tuple[str, ...] = ()
    prefix: bool = False
    split: bool = False
    alias: str | None = None


class FolderPathPlan(PlanNode, frozen=True):
    """Everything that the view has from one join path."""

    join_path: str


class FolderPlan(PlanNode, frozen=True):
    """Members under a heading."""

    name: str
    includes: tuple["str | FolderPathPlan | FolderPlan", ...]


class DefaultFilterPlan(PlanNode, frozen=True):
    """A filter that holds unless the query filters by certain members."""

    member: str
    operator: str
    values: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class ViewPlan(PlanNode, frozen=True):
    """One view, complete."""

    name: str
    extends: str | None = None
    title: str | None = None
    description: str | None = None
    public: bool | None = None
    view_groups: tuple[str, ...] = ()
    cubes: tuple[ViewCubePlan, ...] = ()
    folders: tuple[FolderPlan, ...] = ()
    default_filters: tuple[DefaultFilterPlan, ...] = ()
    access_policy: tuple[PolicyPlan, ...] = ()
    meta: Mapping[str, Any] | None = None


class ViewGroupPlan(PlanNode, frozen=True):
    """Views and groups under a heading."""

    name: str
    title: str | None = None
    description: str | None = None
    includes: tuple["str | ViewGroupPlan", ...] = ()
