"""MEA004."""

import re
from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Expression, Subject
from metamodel.model.attribute import Attribute, AttributeType
from metamodel.model.edit import Edit
from metamodel.model.measure import Measure, MeasureType
from metamodel.model.references import references

_RATIO = re.compile(
    r"\s*(\{[^{}]+\})\s*/\s*(?:NULLIF\(\s*)?(\{[^{}]+\})(?:\s*,\s*0\s*\))?\s*", re.IGNORECASE
)
_COUNTS = frozenset({MeasureType.COUNT, MeasureType.COUNT_DISTINCT})
_WHOLE = frozenset({AttributeType.INTEGER, AttributeType.BIGINT})


class WholeNumberRatio(LintRule):
    """A ratio of two counts is computed in whole numbers.

    Why: most databases, Postgres among them, cut off what follows the point: 2 late lines of 3 are
    0 late.

    Bad: `"expression": "{late_count} / NULLIF({count}, 0)"`.
    Good: `"expression": "1.0 * {late_count} / NULLIF({count}, 0)"`.
    """

    code = "MEA004"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        for item in subject.expressions:
            match = _RATIO.fullmatch(item.text) if "/" in item.text else None
            if match and all(_is_count(subject, item, side) for side in match.groups()):
                message = f"`{item.member.name}` divides whole numbers"
                edit = Edit.replace(item.pointer, f"1.0 * {item.text.strip()}")
                yield self.found(item.pointer, message, "Begin with `1.0 *`.", edit)


def _is_count(subject: Subject, item: Expression, side: str) -> bool:
    named = references(side)
    found = subject.resolve(item.entity, named[0]) if named else None
    if isinstance(found, Attribute):
        return found.type in _WHOLE
    return isinstance(found, Measure) and found.type in _COUNTS
