"""What a metric is called and means, said once: for the scrape, for the reference, for the lint."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
)


@dataclass(frozen=True, slots=True)
class Family:
    """All series of one name; `labels` are in the order in which samples give them."""

    name: str
    meaning: str
    labels: Sequence[str] = ()
    kind: ClassVar[str] = ""


class Gauge(Family):
    """A number that rises and falls."""

    kind = "gauge"

    def new(self) -> GaugeMetricFamily:
        """Without a sample yet."""
        return GaugeMetricFamily(self.name, self.meaning, labels=self.labels)


class Counter(Family):
    """A number that only rises."""

    kind = "counter"

    def new(self) -> CounterMetricFamily:
        """Without a sample yet."""
        return CounterMetricFamily(self.name, self.meaning, labels=self.labels)


class Histogram(Family):
    """How many were no larger than each of some edges."""

    kind = "histogram"

    def new(self) -> HistogramMetricFamily:
        """Without a sample yet."""
        return HistogramMetricFamily(self.name, self.meaning, labels=self.labels)


def buckets(edges: Sequence[float], within: Sequence[int], count: int) -> list[tuple[str, float]]:
    """Samples of a histogram: how many were within each edge, and how many there were."""
    names = [*map(str, edges), "+Inf"]
    return [(edge, float(n)) for edge, n in zip(names, [*within, count], strict=True)]
