"""PRE008."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from metamodel.model.edit import Edit


class NoUpdateWindow(LintRule):
    """A rollup is refreshed in part, and nothing says how far back changes reach.

    Why: Cube then refreshes the last partition only; rows that change later than that stay wrong.

    Bad: `"refresh": {"every": "1 hour", "incremental": true}`.
    Good: the same with `"updateWindow": "7 day"`.
    """

    code = "PRE008"
    severity = Severity.WARNING
    fixes = True

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, _, item in subject.rollups():
            refresh = item.refresh
            if refresh and refresh.incremental and refresh.update_window is None:
                yield self.found(
                    f"{place}/refresh",
                    f"rollup `{item.name}` is refreshed in part, without an `updateWindow`",
                    "Say how far back rows can still change.",
                    Edit.add(f"{place}/refresh/updateWindow", "7 day"),
                )
