"""How long it takes through the broker and back."""

from collections.abc import Sequence
from typing import ClassVar

from prometheus_client.core import Metric

from ops.monitoring.family import Counter, Family, Histogram, buckets
from ops.monitoring.heartbeat import EDGES_S
from ops.monitoring.part import Part

ROUND_TRIP = Histogram(
    "rampart_probe_round_trip_seconds",
    "From handing a probe to the client until it was read again.",
)
FAILURES = Counter("rampart_probe_failures_total", "Probes that did not come back in time.")


class Probe(Part):
    """What the heartbeat has counted since this program began."""

    name = "probe"
    families: ClassVar[Sequence[Family]] = (ROUND_TRIP, FAILURES)

    def look(self) -> list[Metric]:
        beats = self.sources.heartbeat.beats
        trips, failures = ROUND_TRIP.new(), FAILURES.new()
        trips.add_metric(
            [], buckets(EDGES_S, beats.within, beats.returned), sum_value=beats.total_s
        )
        failures.add_metric([], float(beats.failures))
        return [trips, failures]
