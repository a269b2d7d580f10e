"""Who sees what, in Cube's words: a field is a key of the YAML, its default is left out."""

from metamodel.modelgen.plan_node import PlanNode
from metamodel.modelgen.sql import Sql

ALL = "*"


class ConditionPlan(PlanNode, frozen=True):
    """A comparison, or several joined; a text instead of values is an expression giving a list."""

    member: str | None = None
    operator: str | None = None
    values: tuple[str, ...] | str = ()
    or_: tuple["ConditionPlan", ...] = ()
    and_: tuple["ConditionPlan", ...] = ()


class MembersPlan(PlanNode, frozen=True):
    """A set of members: all or some, but some."""

    includes: tuple[str, ...] | str
    excludes: tuple[str, ...] = ()


class RowsPlan(PlanNode, frozen=True):
    """All rows, or those that meet every filter."""

    allow_all: bool = False
    filters: tuple[ConditionPlan, ...] = ()


class IfPlan(PlanNode, frozen=True):
    """What must hold of the caller."""

    if_: Sql


class PolicyPlan(PlanNode, frozen=True):
    """What one set of groups sees."""

    groups: tuple[str, ...]
    member_level: MembersPlan
    row_level: RowsPlan
    conditions: tuple[IfPlan, ...] = ()
    member_masking: MembersPlan | None = None
