"""Who sees which rows of a cube: from the document's defaults, or as the entity says."""

from metamodel.model.access import AccessPolicy, Operator, RowFilter, TenancyDefaults
from metamodel.model.entity import Entity
from metamodel.modelgen.cube_plan import FilterPlan, PolicyPlan, Sql


def policies(entity: Entity, defaults: TenancyDefaults | None) -> tuple[PolicyPlan, ...]:
    """A policy for each group; policies of one caller are OR-ed by Cube, so each must be tight."""
    if entity.access is not None:
        return tuple(_stated(item) for item in entity.access)
    if defaults is None:
        return ()
    groups = (*defaults.admin_groups, *defaults.tenant_groups)
    return tuple(_default(entity, defaults, group) for group in groups)


def _default(entity: Entity, defaults: TenancyDefaults, group: str) -> PolicyPlan:
    column = entity.tenancy.attribute
    if column is None or group in defaults.admin_groups:
        return PolicyPlan((group,), (), ())
    own = FilterPlan(column, Operator.EQUALS.value, (_claim(defaults.claim),))
    return PolicyPlan((group,), (), (own,))


def _stated(item: AccessPolicy) -> PolicyPlan:
    return PolicyPlan(item.groups, item.excludes, tuple(_filter(one) for one in item.filters))


def _filter(item: RowFilter) -> FilterPlan:
    values = (_claim(item.claim),) if item.claim else item.values
    return FilterPlan(item.member, item.operator.value, values)


def _claim(name: str) -> Sql:
    return Sql(f"{{ securityContext.{name} }}")
