"""Who sees what, in Cube's words: a field is a key of the YAML, its default is left out."""

from dataclasses import dataclass

from metamodel.modelgen.sql import Sql

ALL = "*"


@dataclass(frozen=True, slots=True)
class ConditionPlan:
    """A comparison, or several joined; a text instead of values is an expression giving a list."""

    member: str | None = None
    operator: str | None = None
    values: tuple[str, ...] | str = ()
    or_: tuple["ConditionPlan", ...] = ()
    and_: tuple["ConditionPlan", ...] = ()


@dataclass(frozen=True, slots=True)
class MembersPlan:
    """A set of members: all or some, but some."""

    includes: tuple[str, ...] | str
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowsPlan:
    """All rows, or those that meet every filter."""

    allow_all: bool = False
    filters: tuple[ConditionPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class IfPlan:
    """What must hold of the caller."""

    if_: Sql


@dataclass(frozen=True, slots=True)
class PolicyPlan:
    """What one set of groups sees."""

    groups: tuple[str, ...]
    member_level: MembersPlan
    row_level: RowsPlan
    conditions: tuple[IfPlan, ...] = ()
    member_masking: MembersPlan | None = None
