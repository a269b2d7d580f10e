"""Builds of pre-aggregations."""

from collections.abc import Sequence
from typing import ClassVar

from prometheus_client.core import Metric

from ops.monitoring.family import Counter, Family, Histogram, buckets
from ops.monitoring.part import Part
from orchestration.ports.build_figures import DURATION_BUCKETS_S

DURATION = Histogram(
    "preagg_build_duration_seconds",
    "From the start of an attempt to the ledger's commit, of built partitions.",
    labels=["rollup"],
)
FAILURES = Counter(
    "preagg_build_failures_total",
    "Attempts that failed or showed no sign of life past their lease.",
    labels=["rollup"],
)


class Builds(Part):
    """What the ledger counts of attempts to build."""

    name = "builds"
    families: ClassVar[Sequence[Family]] = (DURATION, FAILURES)

    def look(self) -> list[Metric]:
        durations, failures = DURATION.new(), FAILURES.new()
        for item in self.sources.figures.builds():
            samples = buckets(DURATION_BUCKETS_S, item.within, item.builds)
            durations.add_metric([item.rollup], samples, sum_value=item.total_s)
            failures.add_metric([item.rollup], item.failures)
        return [durations, failures]
