"""How the relay stands, for Prometheus; nothing is asked of anybody at a scrape."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from metamodel.kernel.errors import RampartError
from presence_api.entities.outbox.shift import RelayStopped
from presence_api.entities.outbox.standing import Standing
from presence_api.ports.ordered_sender import NotAcknowledged
from presence_api.ports.outbox import OutboxUnavailable

_FAILURES: Final[tuple[type[RampartError], ...]] = (
    NotAcknowledged,
    OutboxUnavailable,
    RelayStopped,
)
"""Shown before the first of their kind, so that a rise from nothing is seen."""


class RelayCollector(Collector):
    """The backlog is that of all shards, so take the largest over relays; the rest adds up."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def collect(self) -> Iterator[Metric]:
        now = self._standing
        failures = Counter({kind.code: 0 for kind in _FAILURES})
        failures.update(now.failures)
        yield _counter(
            "rampart_outbox_sent_total",
            "Rows of the outbox that the broker acknowledged and that were deleted.",
            "topic",
            now.relayed,
        )
        yield _counter(
            "rampart_outbox_failures_total",
            "Times the relay had to begin anew, by the error's code.",
            "code",
            failures,
        )
        yield _counter(
            "rampart_outbox_parked_total",
            "Rows that the broker refused for what they are, since this relay started.",
            "topic",
            now.parked,
        )
        yield GaugeMetricFamily(
            "rampart_outbox_shards", "Shards that this relay holds.", value=len(now.shards)
        )
        if now.backlog is not None:
            yield from _backlog(now)


def _backlog(now: Standing) -> Iterator[Metric]:
    found = now.backlog
    assert found is not None  # noqa: S101 - the caller has looked
    for name, words, value in (
        ("rampart_outbox_backlog_rows", "Rows that wait, parked ones included.", found.rows),
        (
            "rampart_outbox_oldest_age_seconds",
            "Age of the oldest row that is not parked; 0: none waits.",
            found.oldest_age_s,
        ),
        (
            "rampart_outbox_parked_rows",
            "Rows that wait until somebody decides; later rows of their keys wait behind them.",
            found.parked_rows,
        ),
    ):
        yield GaugeMetricFamily(name, words, value=float(value))


def _counter(name: str, words: str, label: str, counts: Counter[str]) -> Metric:
    family = CounterMetricFamily(name, words, labels=[label])
    for value, count in sorted(counts.copy().items()):
        family.add_metric([value], float(count))
    return family


def exposition(standing: Standing) -> bytes:
    """Everything Prometheus reads of a process with this relay."""
    registry = CollectorRegistry()
    registry.register(RelayCollector(standing))
    return generate_latest(registry)
