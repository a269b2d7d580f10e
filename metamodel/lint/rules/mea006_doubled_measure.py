"""MEA006."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject


class DoubledMeasure(LintRule):
    """Two measures of an entity compute the same.

    Why: people take one for something else than the other, and one of them is changed some day
    without the other.

    Bad: `revenue` and `turnover`, both the sum of `{price}`.
    Good: `revenue` with `"aliases": ["turnover"]`.
    """

    code = "MEA006"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        first: dict[tuple[object, ...], str] = {}
        for at, entity, item in subject.measures:
            if item.multi_stage:
                continue
            said = (entity.name, item.type, item.expression, item.filters, item.rolling_window)
            known = first.setdefault(said, item.name)
            if known != item.name:
                message = f"`{item.name}` computes what `{known}` does"
                yield self.found(at, message, "Keep one; the other's name becomes an alias.")
