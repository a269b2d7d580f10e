"""VIE004."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject


class UnfitDefaultFilter(LintRule):
    """A default filter is no single comparison with fixed values.

    Why: Cube's views take one member, one operator and values; conditions joined by `or`, and
    claims of the caller, would be left out and the filter with them.

    Bad: `{"filter": {"or": [...]}}`; `{"filter": {"member": "owner", ..., "claim": "user"}}`.
    Good: one filter each; a claim belongs into a policy.
    """

    code = "VIE004"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, view in subject.views():
            for index, item in enumerate(view.default_filters):
                if item.condition.member is None or item.condition.claim:
                    yield self.found(
                        f"{place}/defaultFilters/{index}/filter",
                        f"a default filter of `{view.name}` is no comparison with fixed values",
                        "Write one filter each; what depends on the caller is a policy.",
                    )
