"""FMT002."""

from collections.abc import Iterator

from metamodel.lint.cube_formats import CURRENCIES
from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.attribute import Attribute, ComputedDimension, Dimension, MemberType
from metamodel.model.measure import Measure, MeasureType, Segment


class UnfitCurrency(LintRule):
    """A currency is no code of ISO 4217, or stands at something that is no number.

    Why: Cube refuses the whole model when it compiles.

    Bad: `"currency": "EURO"`; a currency at a string.
    Good: `"type": "decimal", "format": "currency", "currency": "EUR"`.
    """

    code = "FMT002"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, _, member in subject.all_members:
            if isinstance(member, Segment) or member.currency is None:
                continue
            if not _is_number(member):
                fault = f"`{member.name}` is no number and has a currency"
            elif member.currency.upper() not in CURRENCIES:
                fault = f"`{member.currency}` is no currency of ISO 4217"
            else:
                continue
            yield self.found(f"{at}/currency", fault, "Take a code such as `EUR`, at numbers only.")


_NO_NUMBERS = frozenset({MeasureType.STRING, MeasureType.TIME, MeasureType.BOOLEAN})


def _is_number(member: Dimension | Measure) -> bool:
    if isinstance(member, Measure):
        return member.type not in _NO_NUMBERS
    return isinstance(member, Attribute | ComputedDimension) and (
        member.member_type is MemberType.NUMBER
    )
