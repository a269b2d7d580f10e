"""How far the brokers are from what is declared."""

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from prometheus_client.core import Metric

from metamodel.streaming.changes import Verdict
from ops.monitoring.family import Family, Gauge
from ops.monitoring.part import Part
from orchestration.flows.watch_streaming import watch_streaming

DIFFERENCES = Gauge(
    "rampart_streaming_drift_differences",
    "Differences between the brokers and the declaration, by what mending them would mean.",
    labels=["kind"],
)


class Drift(Part):
    """The plan that `rampart streaming plan` would show; a look asks for every topic's settings."""

    name = "drift"
    families: ClassVar[Sequence[Family]] = (DIFFERENCES,)
    every_s = 60.0

    def look(self) -> list[Metric]:
        counts = Counter(item.verdict for item in watch_streaming(self.sources.drift).drift)
        differences = DIFFERENCES.new()
        for verdict in (Verdict.SAFE, Verdict.UNSAFE, Verdict.UNSUPPORTED):
            differences.add_metric([verdict.value], float(counts[verdict]))
        return [differences]
