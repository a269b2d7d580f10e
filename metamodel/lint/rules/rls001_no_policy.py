"""RLS001."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.attribute import Attribute


class NoPolicy(LintRule):
    """A tenant-owned entity cannot be filtered by tenant.

    Why: without a policy Cube shows every row to everybody. It takes the document's tenancy
    defaults, an attribute that holds the tenant, and at least one policy where `access` is stated.

    Bad: `"tenancy": {"mode": "required", "attribute": "tenant_id"}, "access": []`.
    Good: the same without `access`, and `defaults.tenancy` with claim and groups.
    """

    code = "RLS001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity in subject.entities():
            column = entity.tenancy.attribute
            if column is None:
                continue
            if not isinstance(entity.dimension(column), Attribute):
                message = f"the tenancy column `{column}` is no attribute of `{entity.name}`"
                yield self.found(f"{place}/tenancy/attribute", message, "Name an attribute.")
            if subject.tenancy is None:
                message = f"entity `{entity.name}` belongs to tenants, the document has none"
                yield self.found(f"{place}/tenancy", message, "Fill in `defaults.tenancy`.")
            if entity.access == ():
                message = f"entity `{entity.name}` belongs to tenants and has no policy"
                yield self.found(f"{place}/access", message, "State policies, or drop `access`.")
