"""PRE001."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject

MOST = 2


class TooManyRollups(LintRule):
    """An entity has more than two pre-aggregations.

    Why: each is built again for every change of the entity's rows, in every partition; the third
    seldom pays for that.

    Bad: `"preAggregations": [by_day, by_month, by_customer]`.
    Good: one rollup by day, from which months are summed.
    """

    code = "PRE001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity in subject.entities():
            count = len(entity.pre_aggregations)
            if count > MOST:
                yield self.found(
                    f"{place}/preAggregations/{MOST}",
                    f"entity `{entity.name}` has {count} pre-aggregations, more than {MOST}",
                    "Merge them: one finer rollup serves the coarser queries too.",
                )
