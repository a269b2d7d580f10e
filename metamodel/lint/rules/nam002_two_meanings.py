"""NAM002."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from metamodel.model.attribute import Attribute
from metamodel.model.entity import Entity


class TwoMeanings(LintRule):
    """Attributes of one name are of different kinds in different entities.

    Why: one name has one meaning: whoever filters or joins by `status` has to know without looking
    whether it is a text or a number.

    Bad: `status` is a string in `order` and an integer in `shipment`.
    Good: `status` in both, of one type; or `status_code` in one.
    """

    code = "NAM002"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        first: dict[str, tuple[Entity, Attribute]] = {}
        for at, entity, item in subject.attributes:
            known, other = first.setdefault(item.name, (entity, item))
            if other.member_type is not item.member_type:
                yield self.found(
                    f"{at}/type",
                    f"`{item.name}` is a {item.type} here and a {other.type} in `{known.name}`",
                    "Give both one type, or one of them another name.",
                )
