"""The figures of one member of a consumer group."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from orchestration.flows.consumer_parts import ConsumerHealth


class ConsumerCollector(Collector):
    """Since the member started: what became of its records, and whether it can work now."""

    def __init__(self, group: str, health: ConsumerHealth) -> None:
        self._group, self._health = group, health

    def collect(self) -> Iterator[Metric]:
        health = self._health
        records = CounterMetricFamily(
            "rampart_consumer_records_total",
            "Records settled: handled, known already, put aside, dead letters; lost to retention.",
            labels=["group", "outcome"],
        )
        for outcome in ("handled", "again", "aside", "dead", "lost"):
            records.add_metric([self._group, outcome], getattr(health, outcome))
        ready = GaugeMetricFamily(
            "rampart_consumer_ready", "1 while the member can do its work.", labels=["group"]
        )
        ready.add_metric([self._group], float(health.unready is None))
        yield from (records, ready)
        if health.settled_at is not None:
            settled = GaugeMetricFamily(
                "rampart_consumer_commit_timestamp_seconds",
                "When it last settled a batch.",
                labels=["group"],
            )
            settled.add_metric([self._group], health.settled_at.timestamp())
            yield settled
