"""PRE007."""

from collections.abc import Iterator
from datetime import timedelta

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.partitions import Granularity

MOST = 10_000
_DAYS = {
    Granularity.HOUR: 1 / 24,
    Granularity.DAY: 1,
    Granularity.WEEK: 7,
    Granularity.MONTH: 28,
    Granularity.QUARTER: 90,
    Granularity.YEAR: 365,
}


class TooManyPartitions(LintRule):
    """A pre-aggregation has more than 10,000 partitions over the document's extent.

    Why: each partition is a table with its own build, and a query without a range reads them all.

    Bad: hourly partitions over 36 years (324,000).
    Good: yearly ones (37).
    """

    code = "PRE007"

    def check(self, subject: Subject) -> Iterator[Finding]:
        extent = subject.model.extent
        length = (extent.end - extent.start + timedelta(days=1)).days
        for place, _, item in subject.rollups():
            if item.partition is None:
                continue
            count = int(length / _DAYS[item.partition])
            if count > MOST:
                yield self.found(
                    f"{place}/partition",
                    f"rollup `{item.name}` has about {count:,} partitions, more than {MOST:,}",
                    "Use coarser partitions or a shorter extent.",
                )
