"""How reports are answered, for Prometheus; nothing is asked of anybody at a scrape."""

from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from presence_api.adapters.figure_prometheus import Figure, counter
from presence_api.reporting.answering.counts import ReportCounts
from presence_api.reporting.guarding.breaker import Breaker, BreakerState

SERVED: Final = Figure(
    "rampart_reports_served_total",
    "Reports that were shown, by where they came from and how old their data are.",
    ("use", "freshness"),
)
UPSTREAM: Final = Figure(
    "rampart_reports_upstream_total", "Calls to Cube, by how they ended.", ("outcome",)
)
COLLAPSED: Final = Figure(
    "rampart_reports_collapsed_total", "Reports that joined a call that was under way."
)
POSTPONED: Final = Figure(
    "rampart_reports_postponed_total", "Reports whose readers could not wait, answered by 202."
)
REFUSED: Final = Figure(
    "rampart_reports_refused_total", "Requests over a limit, answered by 429.", ("policy",)
)
OPENED: Final = Figure(
    "rampart_reports_breaker_opened_total", "Times that Cube was found not to answer."
)
STATE: Final = Figure(
    "rampart_reports_breaker_state", "1 for the state of Cube's breaker, 0 for others.", ("state",)
)
COUNTERS: Final = (SERVED, UPSTREAM, COLLAPSED, POSTPONED, REFUSED, OPENED)


class ReportCollector(Collector):
    """Counts since the process started, and the breaker as it stands."""

    def __init__(self, counts: ReportCounts, breaker: Breaker) -> None:
        self._counts, self._breaker = counts, breaker

    def collect(self) -> Iterator[Metric]:
        now = self._counts
        yield counter(SERVED, dict(now.served.copy()))
        yield counter(UPSTREAM, {(name,): count for name, count in now.upstream.copy().items()})
        yield counter(COLLAPSED, {(): now.collapsed})
        yield counter(POSTPONED, {(): now.postponed})
        yield counter(REFUSED, {(name,): count for name, count in now.refused.copy().items()})
        yield counter(OPENED, {(): self._breaker.opened})
        state = GaugeMetricFamily(STATE.name, STATE.meaning, labels=STATE.labels)
        for one in BreakerState:
            state.add_metric([one.value], float(self._breaker.state is one))
        yield state


def report_exposition(counts: ReportCounts, breaker: Breaker) -> bytes:
    """Everything Prometheus reads of a process that answers reports."""
    registry = CollectorRegistry()
    registry.register(ReportCollector(counts, breaker))
    return generate_latest(registry)
