"""What each of a caller's policies gives: some rows, and of them some attributes.

Policies of one caller are joined by OR, as in Cube: a request is answered from the rows of those
policies that show all the attributes it names. So nobody learns of a row by one policy and of its
attribute by another.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from metamodel.lint.visibility import EVERYBODY, sees, sees_masked
from metamodel.model.access import AccessPolicy, TenancyDefaults
from metamodel.model.attribute import Attribute, Classification
from metamodel.model.entity import Entity
from presence_api.caller import Caller
from presence_api.entities.catalogue.policy_rows import policy_rows
from presence_api.entities.catalogue.row_source import stored_column
from presence_api.ports.row_conditions import Comparison, Condition, Test, all_of, conjuncts

_CLAIM: Final = re.compile(r"\{\s*securityContext\.([A-Za-z_][A-Za-z0-9_]*)\s*\}")


@dataclass(frozen=True, slots=True)
class Grant:
    """Rows, the attributes shown of them as they are, and those shown masked."""

    rows: Condition
    shown: frozenset[str]
    masked: frozenset[str]

    @property
    def readable(self) -> frozenset[str]:
        """What is shown in either way."""
        return self.shown | self.masked

    def covers(self, other: "Grant") -> bool:
        """Does it show all rows and values that the other shows?"""
        rows = set(conjuncts(self.rows)) <= set(conjuncts(other.rows))
        return rows and other.shown <= self.shown and other.masked <= self.readable

    def joined(self, other: "Grant") -> "Grant":
        """Both, which are of the same rows."""
        shown = self.shown | other.shown
        return Grant(self.rows, shown, (self.masked | other.masked) - shown)


def grants(entity: Entity, tenancy: TenancyDefaults | None, caller: Caller) -> tuple[Grant, ...]:
    """What the caller is granted; nothing: the entity is not theirs to see."""
    admin = tenancy is not None and not caller.groups.isdisjoint(tenancy.admin_groups)
    bounds = () if admin else _own_tenant(entity, caller.tenant)
    claims = {**caller.claims, **({tenancy.claim: caller.tenant} if tenancy else {})}
    found = [
        _grant(entity, policy, all_of([*bounds, rows]))
        for policy in _policies(entity, tenancy)
        if _counts(policy, caller.groups, claims)
        if (rows := policy_rows(entity, policy, claims)) is not None
    ]
    return _without_covered([one for one in found if one.shown.issuperset(entity.keys.primary)])


def _policies(entity: Entity, tenancy: TenancyDefaults | None) -> Sequence[AccessPolicy]:
    if entity.access is not None:
        return entity.access
    if tenancy is None:
        return ()
    groups = (*tenancy.admin_groups, *tenancy.tenant_groups)
    return [AccessPolicy.model_validate({"groups": groups, "allRows": True})] if groups else ()


def _counts(policy: AccessPolicy, groups: Collection[str], claims: Mapping[str, Any]) -> bool:
    """Is the caller in one of its groups, and do all its conditions hold? Only bare claims do."""
    if not any(group == EVERYBODY or group in groups for group in policy.groups):
        return False
    asked = [_CLAIM.fullmatch(text.strip()) for text in policy.conditions]
    return all(one is not None and claims.get(one.group(1)) is True for one in asked)


def _own_tenant(entity: Entity, tenant: str) -> tuple[Condition, ...]:
    """Holds whatever policies say, for all who are no admins."""
    if not entity.tenant_owned:
        return ()
    attribute = entity.attribute(entity.tenancy.attribute or "")
    if attribute is None:
        raise ValueError(f"`{entity.name}` has no attribute that holds the tenant")
    return (Test(stored_column(entity, attribute), Comparison.IN, (tenant,)),)


def _grant(entity: Entity, policy: AccessPolicy, rows: Condition) -> Grant:
    known = [item for item in entity.attributes if _is_ever_shown(item)]
    return Grant(
        rows,
        frozenset(item.name for item in known if sees(policy, item.name)),
        frozenset(item.name for item in known if sees_masked(policy, item.name)),
    )


def _is_ever_shown(attribute: Attribute) -> bool:
    """What Cube has no dimension for, policies have never spoken of; so it is not shown here."""
    secret = attribute.classification is Classification.SECRET
    return attribute.public and not attribute.type.opaque and not secret


def _without_covered(found: Sequence[Grant]) -> tuple[Grant, ...]:
    by_rows: dict[Condition, Grant] = {}
    for one in found:
        known = by_rows.get(one.rows)
        by_rows[one.rows] = one.joined(known) if known else one
    merged = list(by_rows.values())
    return tuple(
        one for one in merged if not any(other is not one and other.covers(one) for other in merged)
    )
