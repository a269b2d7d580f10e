"""KEY002."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.attribute import Editable


class UnversionedEdit(LintRule):
    """People may edit an entity that has no version, or its key, tenant or version.

    Why: without a version two people overwrite each other unseen: there is nothing to compare `If-
    Match` with. A key, a tenant or a version that people write breaks what refers to it.

    Bad: `"editable": "always"` and no `versioning`.
    Good: the same with `"versioning": {"column": "version"}`.
    """

    code = "KEY002"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, entity, item in subject.attributes:
            if item.editable is Editable.NEVER:
                continue
            if entity.versioning is None:
                fault = f"`{entity.name}` has no version and `{item.name}` may be edited"
                yield self.found(f"{at}/editable", fault, "Name the column of its `versioning`.")
            elif item.column == entity.versioning.column:
                fault = f"`{item.name}` is the version, and people may write it"
                yield self.found(f"{at}/editable", fault, 'Make it `"editable": "never"`.')
            if item.editable is Editable.ALWAYS and (
                item.name in entity.keys.primary or item.name == entity.tenancy.attribute
            ):
                fault = f"`{item.name}` tells rows or tenants apart, and people may change it"
                yield self.found(f"{at}/editable", fault, 'At most it is `"editable": "onCreate"`.')
