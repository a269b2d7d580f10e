"""KEY004."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.attribute import MemberType
from metamodel.model.lifecycle import SoftDeleteMode


class UnfitSoftDelete(LintRule):
    """The attribute of a soft deletion does not exist, or cannot hold the mark.

    Why: nothing could tell the deleted rows from the others.

    Bad: `"softDelete": {"attribute": "status", "mode": "flag"}`, a string.
    Good: `"softDelete": {"attribute": "is_deleted", "mode": "flag"}`, a boolean.
    """

    code = "KEY004"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity in subject.entities():
            mark = entity.soft_delete
            if mark is None:
                continue
            attribute = entity.attribute(mark.attribute)
            flag = mark.mode is SoftDeleteMode.FLAG
            if attribute is None:
                fault = f"`{mark.attribute}` is no attribute of `{entity.name}`"
            elif attribute.member_type is not (MemberType.BOOLEAN if flag else MemberType.TIME):
                fault = f"`{mark.attribute}` is a {attribute.type} and cannot be a {mark.mode}"
            elif not flag and not attribute.nullable:
                fault = f"`{mark.attribute}` is never NULL: every row would be deleted"
            else:
                continue
            cure = "Name a boolean for `flag`, a nullable timestamp for `timestamp`."
            yield self.found(f"{place}/softDelete/attribute", fault, cure)
