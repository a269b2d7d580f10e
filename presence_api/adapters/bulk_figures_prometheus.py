"""What a process has done about bulk updates, for Prometheus; nobody is asked at a scrape."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final, TypeVar

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from presence_api.adapters.figure_prometheus import Figure, counter
from presence_api.entities.bulk.counts import BulkCounts, Outcome
from presence_api.ports.bulk_jobs import JobState
from presence_api.ports.served_models import ServedModels

_Values = TypeVar("_Values", bound=tuple[str, ...])

ENDED: Final = Figure(
    "rampart_bulk_jobs_ended_total", "Bulk updates that are over.", ("entity", "state")
)
ROWS: Final = Figure(
    "rampart_bulk_rows_total", "Rows of bulk updates that are over.", ("entity", "outcome")
)
TAKEN_OVER: Final = Figure(
    "rampart_bulk_leases_expired_total",
    "Bulk updates that were taken over from a worker which died, or was away for too long.",
    ("entity",),
)
REMOVED: Final = Figure(
    "rampart_bulk_jobs_removed_total", "Bulk updates that were over for as long as one is kept."
)
CHUNK: Final = Figure(
    "rampart_bulk_chunk_duration_seconds", "From a chunk's announcement to its end."
)
_FINAL: Final = tuple(one for one in JobState if one.final)
COUNTERS: Final = (ENDED, ROWS, TAKEN_OVER, REMOVED)


class BulkCollector(Collector):
    """Counts since the process started; those of several processes add up."""

    def __init__(self, counts: BulkCounts, models: ServedModels) -> None:
        self._counts, self._models = counts, models

    def collect(self) -> Iterator[Metric]:
        now, entities = self._counts, self._entities()
        taken_over = Counter({(name,): count for name, count in now.taken_over.copy().items()})
        yield counter(ENDED, _from_nothing(now.ended, product(entities, _FINAL)))
        yield counter(ROWS, _from_nothing(now.rows, product(entities, Outcome)))
        yield counter(TAKEN_OVER, _from_nothing(taken_over, product(entities)))
        yield counter(REMOVED, {(): now.removed})
        yield HistogramMetricFamily(
            CHUNK.name,
            CHUNK.meaning,
            buckets=list(now.chunks.buckets()),
            sum_value=now.chunks.total_s,
        )

    def _entities(self) -> list[str]:
        """Those with rows that can be changed, before the first: a rise from nothing is seen."""
        served = [entity for model in self._models.all() for entity in model.entities]
        return [entity.name for entity in served if entity.versioning is not None]


def _from_nothing(counts: Counter[_Values], known: Iterable[_Values]) -> Mapping[_Values, int]:
    """Those that are known without a count have none yet."""
    now = counts.copy()
    return {values: now[values] for values in {*known, *now}}


def bulk_exposition(counts: BulkCounts, models: ServedModels) -> bytes:
    """Everything Prometheus reads of a process that takes in bulk updates, or does them."""
    registry = CollectorRegistry()
    registry.register(BulkCollector(counts, models))
    return generate_latest(registry)
