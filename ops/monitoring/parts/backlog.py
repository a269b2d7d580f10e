"""Refresh events that no run has taken in."""

from collections.abc import Sequence
from typing import ClassVar

from prometheus_client.core import Metric

from ops.monitoring.family import Family, Gauge
from ops.monitoring.part import Part
from orchestration.flows.count_backlog import count_backlog
from orchestration.flows.cursor import Cursor

BACKLOG = Gauge("preagg_backlog_events", "Refresh events that no run has taken in.")


class Backlog(Part):
    """The event sensor's position, against the topic and the ledger."""

    name = "backlog"
    families: ClassVar[Sequence[Family]] = (BACKLOG,)

    def look(self) -> list[Metric]:
        platform, text = self.sources.platform(), self.sources.sensor.cursor()
        cursor = Cursor.parse(text) if text else None
        state, ledger = platform.source.state(), platform.build.ledger
        metric = BACKLOG.new()
        metric.add_metric([], float(count_backlog(cursor, state, platform.topic, ledger)))
        return [metric]
