"""Refresh events that were taken in."""

from collections.abc import Sequence
from typing import ClassVar

from prometheus_client.core import Metric

from ops.monitoring.family import Counter, Family, Gauge
from ops.monitoring.part import Part

EVENTS = Counter("preagg_events_total", "Refresh events taken in.")
DEAD = Counter("preagg_dead_letters_total", "Refresh events that were not understood.")
LOST = Counter("preagg_offsets_lost_total", "Offsets nobody will read.")
OPEN_LOSSES = Gauge("preagg_open_losses", "Losses that nobody has accepted.")


class Intakes(Part):
    """What the ledger counts of events taken in and lost."""

    name = "intakes"
    families: ClassVar[Sequence[Family]] = (EVENTS, DEAD, LOST, OPEN_LOSSES)

    def look(self) -> list[Metric]:
        seen = self.sources.figures.intakes(self.sources.platform().topic)
        counted = ((EVENTS, seen.events), (DEAD, seen.dead), (LOST, seen.offsets_lost))
        metrics: list[Metric] = []
        for family, count in counted:
            metric = family.new()
            metric.add_metric([], float(count))
            metrics.append(metric)
        losses = OPEN_LOSSES.new()
        losses.add_metric([], float(seen.open_losses))
        return [*metrics, losses]
