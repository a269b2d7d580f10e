"""DOC003."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from metamodel.model.edit import Edit


class TechnicalMemberShown(LintRule):
    """A version or the mark of a soft deletion is offered to people.

    Why: they are there for programs; people find them in lists of dimensions and group by them.

    Bad: `"versioning": {"column": "version"}` and a public attribute over `version`.
    Good: the attribute with `"public": false`.
    """

    code = "DOC003"
    severity = Severity.INFO

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, entity, item in subject.attributes:
            is_version = entity.versioning is not None and entity.versioning.column == item.column
            is_mark = entity.soft_delete is not None and entity.soft_delete.attribute == item.name
            if item.public and (is_version or is_mark):
                message = f"`{item.name}` is for programs, and people see it"
                edit = Edit.add(f"{at}/public", value=False)
                yield self.found(at, message, 'Make it `"public": false`.', edit)
