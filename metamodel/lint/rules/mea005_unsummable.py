"""MEA005."""

import re
from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.attribute import Attribute, ComputedDimension, MemberType
from metamodel.model.measure import MeasureType
from metamodel.model.references import references

_ALONE = re.compile(r"\s*\{\s*[A-Za-z_]\w*(\.[A-Za-z_]\w*)?\s*\}\s*")
_ARITHMETIC = frozenset({MeasureType.SUM, MeasureType.AVG})


class Unsummable(LintRule):
    """A measure sums or averages something that is no number.

    Why: the database refuses every query with the measure; Cube compiles it.

    Bad: `{"type": "sum", "expression": "{status}"}`.
    Good: `{"type": "count_distinct", "expression": "{status}"}`.
    """

    code = "MEA005"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, entity, item in subject.measures:
            if item.type not in _ARITHMETIC or item.expression is None:
                continue
            match = _ALONE.fullmatch(item.expression)
            found = subject.resolve(entity, references(item.expression)[0]) if match else None
            if isinstance(found, Attribute | ComputedDimension) and (
                found.member_type is not MemberType.NUMBER
            ):
                message = f"`{item.name}` is a {item.type} of `{found.name}`, a {found.member_type}"
                yield self.found(f"{at}/expression", message, "Name a number.")
