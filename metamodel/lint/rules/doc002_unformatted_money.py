"""DOC002."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from metamodel.model.edit import Edit
from metamodel.model.measure import Segment


class UnformattedMoney(LintRule):
    """An amount of money has a currency and no format that shows it.

    Why: people see 1234.5 and have to guess.

    Bad: `"currency": "EUR"` alone.
    Good: `"currency": "EUR", "format": "currency"`.
    """

    code = "DOC002"
    severity = Severity.INFO

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, _, member in subject.all_members:
            if not isinstance(member, Segment) and member.currency and member.format is None:
                message = f"`{member.name}` has a currency and no format"
                edit = Edit.add(f"{at}/format", "currency")
                yield self.found(at, message, 'Add `"format": "currency"`.', edit)
