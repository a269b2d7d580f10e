"""How far the event sensor is behind."""

from collections.abc import Sequence
from typing import ClassVar, Final

from prometheus_client.core import Metric

from ops.monitoring.family import Family, Gauge
from ops.monitoring.part import Part

GROUP: Final = "rampart.preagg-refresh"
LAG = Gauge(
    "preagg_sensor_lag_events",
    "Events behind the sensor's position, as it was one evaluation ago.",
)


class SensorLag(Part):
    """What the sensor committed, against the end of its topic; it counts before it ever ran."""

    name = "lag"
    families: ClassVar[Sequence[Family]] = (LAG,)

    def look(self) -> list[Metric]:
        extents = self.sources.log.extents([self.sources.platform().topic])
        positions = self.sources.groups.positions(GROUP, extents.keys())
        unread = (
            extent.high - max(positions.get(place, extent.low), extent.low)
            for place, extent in extents.items()
        )
        metric = LAG.new()
        metric.add_metric([], float(sum(max(count, 0) for count in unread)))
        return [metric]
