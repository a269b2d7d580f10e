"""RLS002."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.access import AccessPolicy, TenancyDefaults
from metamodel.model.conditions import Operator
from metamodel.model.entity import Entity

EVERYBODY = "*"


class UnfilteredPolicy(LintRule):
    """A policy of a tenant-owned entity shows rows of other tenants to people who are no admins.

    Why: Cube joins the policies of a caller's groups by OR, so one without the tenancy filter opens
    every row to whoever is in its groups, whatever the others say.

    Bad: `{"groups": ["support"], "filters": [{"member": "orderstatus", ...}]}`.
    Good: the same with `{"member": "tenant_id", "operator": "equals", "claim": "tenant_id"}`.
    """

    code = "RLS002"

    def check(self, subject: Subject) -> Iterator[Finding]:
        tenancy = subject.tenancy
        if tenancy is None:
            return
        yield from self._defaults(tenancy)
        for place, entity in subject.entities():
            for index, policy in enumerate(entity.access or ()):
                if entity.tenant_owned and _opens(entity, policy, tenancy):
                    groups = ", ".join(sorted(set(policy.groups) - set(tenancy.admin_groups)))
                    yield self.found(
                        f"{place}/access/{index}",
                        f"policy for {groups} on `{entity.name}` has no tenancy filter",
                        f"Add a filter: `{entity.tenancy.attribute}` equals "
                        f"the claim `{tenancy.claim}`.",
                    )

    def _defaults(self, tenancy: TenancyDefaults) -> Iterator[Finding]:
        place = "/defaults/tenancy/adminGroups"
        for index, group in enumerate(tenancy.admin_groups):
            if group == EVERYBODY or group in tenancy.tenant_groups:
                yield self.found(
                    f"{place}/{index}",
                    f"`{group}` is both: it sees every tenant's rows and should see its own only",
                    "Admins' groups hold admins only.",
                )


def _opens(entity: Entity, policy: AccessPolicy, tenancy: TenancyDefaults) -> bool:
    if set(policy.groups) <= set(tenancy.admin_groups):
        return False
    return not any(
        one.member == entity.tenancy.attribute
        and one.operator is Operator.EQUALS
        and one.claim == tenancy.claim
        for one in policy.filters
    )
