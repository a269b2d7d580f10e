"""Events that wait for the relay."""

from collections.abc import Sequence
from typing import ClassVar

from prometheus_client.core import Metric

from ops.monitoring.family import Family, Gauge
from ops.monitoring.part import Part

ROWS = Gauge("rampart_outbox_rows", "Events that no broker has acknowledged yet.")
OLDEST_AGE = Gauge(
    "rampart_outbox_oldest_age_seconds", "Age of the oldest event in the outbox; 0: there is none."
)


class Outbox(Part):
    """The table that the relay empties."""

    name = "outbox"
    families: ClassVar[Sequence[Family]] = (ROWS, OLDEST_AGE)

    def look(self) -> list[Metric]:
        seen = self.sources.outbox.backlog()
        rows, oldest = ROWS.new(), OLDEST_AGE.new()
        rows.add_metric([], float(seen.rows))
        oldest.add_metric([], seen.oldest_age_s)
        return [rows, oldest]
