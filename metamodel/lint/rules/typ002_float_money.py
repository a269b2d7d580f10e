"""TYP002."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from metamodel.model.attribute import AttributeType


class FloatMoney(LintRule):
    """An amount of money is kept as a binary floating-point number.

    Why: 0.1 + 0.2 is not 0.3 there: sums over many rows differ from the ledger's, and from each
    other by the order of rows.

    Bad: `"type": "float", "format": "currency"`.
    Good: `"type": "decimal", "format": "currency"`.
    """

    code = "TYP002"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, _, item in subject.attributes:
            if item.type is AttributeType.FLOAT and (
                item.currency or (item.format or "").startswith(("currency", "accounting"))
            ):
                message = f"`{item.name}` is money and a float"
                yield self.found(f"{at}/type", message, "Keep it as a decimal.")
