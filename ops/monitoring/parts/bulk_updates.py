"""Bulk updates that are not over."""

from collections.abc import Sequence
from typing import ClassVar

from prometheus_client.core import Metric

from ops.monitoring.family import Family, Gauge
from ops.monitoring.part import Part

JOBS = Gauge(
    "rampart_bulk_jobs", "Bulk updates that wait for a worker, or that one works on.", ("state",)
)
OLDEST_AGE = Gauge(
    "rampart_bulk_oldest_wait_seconds",
    "For how long the oldest bulk update has waited for a worker; 0: none waits.",
)


class BulkUpdates(Part):
    """What workers have to do, seen from beside them: also while there is none."""

    name = "bulk_updates"
    families: ClassVar[Sequence[Family]] = (JOBS, OLDEST_AGE)

    def look(self) -> list[Metric]:
        seen = self.sources.bulk.standing()
        jobs, oldest = JOBS.new(), OLDEST_AGE.new()
        jobs.add_metric(["waiting"], float(seen.waiting))
        jobs.add_metric(["running"], float(seen.running))
        oldest.add_metric([], seen.oldest_waiting_age_s)
        return [jobs, oldest]
