"""Who sees which rows of a cube: from the document's defaults, or as the entity says."""

from metamodel.model.access import AccessPolicy, Masking, TenancyDefaults
from metamodel.model.conditions import Condition, Operator
from metamodel.model.entity import Entity
from metamodel.modelgen.policy_plan import (
    ALL,
    ConditionPlan,
    IfPlan,
    MembersPlan,
    PolicyPlan,
    RowsPlan,
)
from metamodel.modelgen.sql import Sql

EVERYTHING = RowsPlan(allow_all=True)
_LISTS = frozenset({Operator.IN, Operator.NOT_IN})


def policies(entity: Entity, defaults: TenancyDefaults | None) -> tuple[PolicyPlan, ...]:
    """A policy for each group; policies of one caller are OR-ed by Cube, so each must be tight."""
    if entity.access is not None:
        return tuple(stated_policy(item) for item in entity.access)
    if defaults is None:
        return ()
    groups = (*defaults.admin_groups, *defaults.tenant_groups)
    return tuple(_default(entity, defaults, group) for group in groups)


def stated_policy(item: AccessPolicy) -> PolicyPlan:
    """A policy as the document says it."""
    filters = tuple(condition_plan(one) for one in item.filters)
    return PolicyPlan(
        groups=item.groups,
        conditions=tuple(IfPlan(Sql(text)) for text in item.conditions),
        member_level=_members(item.includes, item.excludes),
        member_masking=_masked(item.masking),
        row_level=RowsPlan(filters=filters) if filters else EVERYTHING,
    )


def condition_plan(item: Condition) -> ConditionPlan:
    """A condition with what it compares with; a claim that is a list is an expression."""
    if item.any_of or item.all_of:
        return ConditionPlan(
            or_=tuple(condition_plan(one) for one in item.any_of),
            and_=tuple(condition_plan(one) for one in item.all_of),
        )
    values: tuple[str, ...] | str = item.values
    if item.claim:
        values = _list_claim(item.claim) if item.operator in _LISTS else (_claim(item.claim),)
    return ConditionPlan(item.member, item.operator.value if item.operator else None, values)


def _default(entity: Entity, defaults: TenancyDefaults, group: str) -> PolicyPlan:
    column = entity.tenancy.attribute
    rows = EVERYTHING
    if column is not None and group not in defaults.admin_groups:
        own = ConditionPlan(column, Operator.EQUALS.value, (_claim(defaults.claim),))
        rows = RowsPlan(filters=(own,))
    return PolicyPlan((group,), MembersPlan(ALL), rows)


def _members(includes: tuple[str, ...], excludes: tuple[str, ...]) -> MembersPlan:
    return MembersPlan(includes or ALL, excludes)


def _masked(item: Masking | None) -> MembersPlan | None:
    return _members(item.includes, item.excludes) if item else None


def _claim(name: str) -> Sql:
    return Sql(f"{{ securityContext.{name} }}")


def _list_claim(name: str) -> Sql:
    return Sql(f"securityContext.{name}")
