"""Views in Cube's words: a field is a key of the YAML, its default is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from metamodel.modelgen.member_plan import LinkFormatPlan
from metamodel.modelgen.policy_plan import PolicyPlan


@dataclass(frozen=True, slots=True)
class ViewMemberPlan:
    """One member as the view shows it."""

    name: str
    alias: str | None = None
    title: str | None = None
    description: str | None = None
    format: str | LinkFormatPlan | None = None
    meta: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ViewCubePlan:
    """What is taken from the cube at the end of a join path."""

    join_path: str
    includes: tuple[ViewMemberPlan, ...] | str
    excludes: tuple[str, ...] = ()
    prefix: bool = False
    split: bool = False
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class FolderPathPlan:
    """Everything that the view has from one join path."""

    join_path: str


@dataclass(frozen=True, slots=True)
class FolderPlan:
    """Members under a heading."""

    name: str
    includes: tuple["str | FolderPathPlan | FolderPlan", ...]


@dataclass(frozen=True, slots=True)
class DefaultFilterPlan:
    """A filter that holds unless the query filters by certain members."""

    member: str
    operator: str
    values: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ViewPlan:
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


@dataclass(frozen=True, slots=True)
class ViewGroupPlan:
    """Views and groups under a heading."""

    name: str
    title: str | None = None
    description: str | None = None
    includes: tuple["str | ViewGroupPlan", ...] = ()
