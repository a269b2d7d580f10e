"""PRE011."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from metamodel.model.edit import Edit


class TwoBuilders(LintRule):
    """A pre-aggregation is also built by Cube's own schedule.

    Why: the build ledger knows what events have built. What Cube builds beside it is unknown to the
    ledger: it reports tables as dirty that are fresh, and as servable that were replaced.

    Bad: `"scheduledRefresh": true`.
    Good: no `scheduledRefresh`; events say when rows changed.
    """

    code = "PRE011"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, _, item in subject.rollups():
            if item.scheduled_refresh and item.built:
                yield self.found(
                    f"{place}/scheduledRefresh",
                    f"rollup `{item.name}` is built by Cube's schedule and by events",
                    "Leave it to the events.",
                    Edit.remove(f"{place}/scheduledRefresh"),
                )
