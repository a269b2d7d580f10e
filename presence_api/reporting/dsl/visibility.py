"""Which members somebody may name in a report, by their groups."""

from collections.abc import Collection
from enum import IntEnum

from metamodel.lint.visibility import EVERYBODY, sees, sees_masked
from metamodel.model.access import AccessPolicy, TenancyDefaults
from metamodel.model.attribute import Attribute, Classification, ComputedDimension
from metamodel.model.entity import Entity
from metamodel.model.measure import Measure, Segment

Definition = Attribute | ComputedDimension | Measure | Segment


class Visibility(IntEnum):
    """How much of a member somebody sees."""

    HIDDEN = 0
    MASKED = 1  # may be shown, but nothing may be found out by comparing with it
    SHOWN = 2


class Onlooker:
    """Somebody in some groups, as the metamodel's policies see them.

    What a policy shows under a condition of the token only stays hidden: conditions are Cube's to
    judge. Secrets are never shown, and what is personal only where the metamodel says to whom.
    """

    def __init__(self, groups: Collection[str], tenancy: TenancyDefaults | None) -> None:
        self._groups = frozenset(groups) | {EVERYBODY}
        self._tenancy = tenancy

    def sees(self, entity: Entity, item: Definition) -> Visibility:
        """How much of a member of an entity."""
        level = Classification.PUBLIC
        if isinstance(item, Attribute):
            level = item.classification
        if not (entity.public and item.public) or level is Classification.SECRET:
            return Visibility.HIDDEN
        if entity.access is None:
            return self._by_default(level)
        found = [
            _by_policy(policy, item.name)
            for policy in entity.access
            if not policy.conditions and self._groups.intersection(policy.groups)
        ]
        return max(found, default=Visibility.HIDDEN)

    def _by_default(self, level: Classification) -> Visibility:
        personal = level is Classification.PII
        if self._tenancy is None:
            return Visibility.HIDDEN if personal else Visibility.SHOWN
        allowed = set(self._tenancy.admin_groups)
        if not personal:
            allowed |= set(self._tenancy.tenant_groups)
        return Visibility.SHOWN if self._groups & allowed else Visibility.HIDDEN


def _by_policy(policy: AccessPolicy, name: str) -> Visibility:
    if sees(policy, name):
        return Visibility.SHOWN
    return Visibility.MASKED if sees_masked(policy, name) else Visibility.HIDDEN
