"""RLS005."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.lint.visibility import sees
from metamodel.model.attribute import Classification
from metamodel.model.entity import Entity

_SENSITIVE = frozenset({Classification.PII, Classification.SECRET})


class SensitiveMemberShown(LintRule):
    """Personal or secret values are shown to people who are no admins.

    Why: the classification says they must not be. A mask alone does not help: it applies only where
    a policy excludes the member and names it in `masking`.

    Bad: `{"name": "email", "classification": "pii"}` and no `access`.
    Good: the same with `"public": false`, or excluded by each policy of tenants' groups.
    """

    code = "RLS005"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, entity, item in subject.attributes:
            if item.classification not in _SENSITIVE or not item.public or item.type.opaque:
                continue
            groups = _shown_to(subject, entity, item.name)
            if groups:
                yield self.found(
                    f"{at}/classification",
                    f"`{entity.name}.{item.name}` is {item.classification}, and {groups} see it",
                    "Exclude it in their policies, mask it there, or make it `public: false`.",
                )


def _shown_to(subject: Subject, entity: Entity, name: str) -> str:
    if entity.access is None:
        defaults = subject.tenancy
        return ", ".join(defaults.tenant_groups) if defaults else "all"
    groups = {
        group
        for policy in entity.access
        if sees(policy, name)
        for group in policy.groups
        if group not in subject.admins
    }
    return ", ".join(sorted(groups))
