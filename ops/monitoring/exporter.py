"""Prometheus metrics, read from the ledger and the broker at each scrape; nothing is counted here.

A metric that could not be looked at is absent, and `rampart_scrape_error` names its part.
"""

import signal
import threading
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from metamodel.kernel.errors import RampartError
from metamodel.model.freshness import Freshness
from orchestration.adapters.build_figures_postgres import PostgresFigures
from orchestration.adapters.postgres import Postgres
from orchestration.adapters.sensor_control_graphql import GraphqlSensorControl
from orchestration.adapters.topic_admin_kafka import KafkaTopicAdmin
from orchestration.composition import compose, kafka_access
from orchestration.flows.assess_rollup import assess_rollups
from orchestration.flows.count_backlog import count_backlog
from orchestration.flows.cursor import Cursor
from orchestration.flows.find_rollups import find_rollups
from orchestration.flows.platform import Platform
from orchestration.ports.build_figures import DURATION_BUCKETS_S, Figures
from orchestration.ports.sensor_control import EVENT_SENSOR, SensorControl
from orchestration.settings import Settings

GROUP = "rampart.preagg-refresh"


class PlatformCollector(Collector):
    """Asks ledger, broker and event sensor at each scrape."""

    def __init__(
        self, platform: Platform, figures: Figures, admin: KafkaTopicAdmin, sensor: SensorControl
    ) -> None:
        self._platform, self._figures = platform, figures
        self._admin, self._sensor = admin, sensor

    def collect(self) -> Iterator[Metric]:
        errors = GaugeMetricFamily(
            "rampart_scrape_error", "1 if this part could not be looked at.", labels=["part"]
        )
        parts: dict[str, Callable[[], list[Metric]]] = {
            "builds": self._builds,
            "rollups": self._rollups,
            "intakes": self._intakes,
            "lag": self._lag,
            "backlog": self._backlog,
        }
        for part, look in parts.items():
            try:
                yield from look()
                errors.add_metric([part], 0)
            except RampartError:
                errors.add_metric([part], 1)
        yield errors

    def _builds(self) -> list[Metric]:
        durations = HistogramMetricFamily(
            "preagg_build_duration_seconds",
            "From the start of an attempt to the ledger's commit, of built partitions.",
            labels=["rollup"],
        )
        failures = CounterMetricFamily(
            "preagg_build_failures_total",
            "Attempts that failed or showed no sign of life past their lease.",
            labels=["rollup"],
        )
        for item in self._figures.builds():
            edges = [*map(str, DURATION_BUCKETS_S), "+Inf"]
            counts = [*item.within, item.builds]
            buckets = [(edge, float(n)) for edge, n in zip(edges, counts, strict=True)]
            durations.add_metric([item.rollup], buckets, sum_value=item.total_s)
            failures.add_metric([item.rollup], item.failures)
        return [durations, failures]

    def _rollups(self) -> list[Metric]:
        partitions = GaugeMetricFamily(
            "preagg_partitions",
            "Partitions of each rollup by what the ledger says of them.",
            labels=["rollup", "version", "state"],
        )
        state = GaugeMetricFamily(
            "preagg_freshness",
            "1 for the state a rollup is in.",
            labels=["rollup", "version", "state"],
        )
        ledger = self._platform.build.ledger
        for item in assess_rollups(find_rollups(self._platform.publications), ledger):
            counts = {"servable": item.servable, "dirty": item.dirty, "missing": item.missing}
            for word, count in counts.items():
                partitions.add_metric([item.rollup.path, item.version, word], count)
            for word in Freshness:
                is_it = float(word is item.freshness)
                state.add_metric([item.rollup.path, item.version, word.value], is_it)
        return [partitions, state]

    def _intakes(self) -> list[Metric]:
        seen = self._figures.intakes(self._platform.topic)
        rows = {
            "preagg_events_total": ("Refresh events taken in.", seen.events),
            "preagg_dead_letters_total": ("Events that were not understood.", seen.dead),
            "preagg_offsets_lost_total": ("Offsets nobody will read.", seen.offsets_lost),
        }
        metrics: list[Metric] = []
        for name, (words, value) in rows.items():
            metrics.append(CounterMetricFamily(name, words, value=float(value)))
        open_losses = GaugeMetricFamily(
            "preagg_open_losses", "Losses that nobody has accepted.", value=float(seen.open_losses)
        )
        return [*metrics, open_losses]

    def _lag(self) -> list[Metric]:
        topic = self._platform.topic
        position = self._admin.group_position(GROUP, topic)
        lag = GaugeMetricFamily(
            "preagg_sensor_lag_events",
            "Events behind the sensor's position, as it was one evaluation ago.",
            value=float(self._admin.lag(topic, position)),
        )
        return [lag]

    def _backlog(self) -> list[Metric]:
        text, topic = self._sensor.cursor(), self._platform.topic
        cursor = Cursor.parse(text) if text else None
        state, ledger = self._platform.source.state(), self._platform.build.ledger
        count = count_backlog(cursor, state, topic, ledger)
        words = "Events that no run has taken in."
        return [GaugeMetricFamily("preagg_backlog_events", words, value=float(count))]


def registry_for(settings: Settings) -> CollectorRegistry:
    """A registry with the platform's collector."""
    registry = CollectorRegistry()
    postgres = Postgres(settings.database_url.get_secret_value(), settings.request_timeout_s)
    access = kafka_access(settings)
    admin = KafkaTopicAdmin(settings.kafka_bootstrap, timeout_s=5.0, access=access)
    sensor = GraphqlSensorControl(settings.dagster_url, EVENT_SENSOR, timeout_s=10.0)
    platform, figures = compose(settings), PostgresFigures(postgres)
    registry.register(PlatformCollector(platform, figures, admin, sensor))
    return registry


def serve_metrics(settings: Settings, port: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    server, thread = start_http_server(port, addr="127.0.0.1", registry=registry_for(settings))
    ended.wait()
    server.shutdown()
    thread.join()
