"""TIM006."""

import re
from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject, rollup_names

_CLOCK = re.compile(r"\b(NOW\s*\(|CURRENT_(DATE|TIME|TIMESTAMP)\b|LOCALTIME)", re.IGNORECASE)


class ClockInRollup(LintRule):
    """A rollup keeps a member that looks at the clock.

    Why: the value is that of the moment of the build and stays as it was: `overdue` counts what was
    overdue then.

    Bad: `"filters": ["{due_on} < CURRENT_DATE"]` of a measure in a rollup.
    Good: a dimension `due_on` in the rollup, and the filter in the query.
    """

    code = "TIM006"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        clocked = {
            id(item.member) for item in subject.expressions if _CLOCK.search(item.text) is not None
        }
        for place, entity, item in subject.rollups() if clocked else ():
            for below, name in rollup_names(item):
                found = subject.resolve_name(entity, name)
                if found is not None and id(found) in clocked:
                    message = f"`{name}` in rollup `{item.name}` looks at the clock"
                    cure = "Keep the time it compares, and compare in the query."
                    yield self.found(f"{place}{below}", message, cure)
