"""The state of every rollup that is published."""

from collections.abc import Sequence
from typing import ClassVar

from prometheus_client.core import Metric

from metamodel.model.freshness import Freshness
from ops.monitoring.family import Family, Gauge
from ops.monitoring.part import Part
from orchestration.flows.assess_rollup import assess_rollups
from orchestration.flows.find_rollups import find_current_rollups, find_rollups
from orchestration.flows.platform import Platform

PARTITIONS = Gauge(
    "preagg_partitions",
    "Partitions of each rollup by what the ledger says of them.",
    labels=["rollup", "version", "state"],
)
FRESHNESS = Gauge(
    "preagg_freshness",
    "1 for the state a rollup is in.",
    labels=["rollup", "version", "state"],
)
PENDING_AGE = Gauge(
    "preagg_pending_oldest_age_seconds",
    "Since the last event for a partition of the serving version that is not built yet; 0: none.",
)


class Rollups(Part):
    """How fresh each rollup is, and what is owed to it."""

    name = "rollups"
    families: ClassVar[Sequence[Family]] = (PARTITIONS, FRESHNESS, PENDING_AGE)

    def look(self) -> list[Metric]:
        platform = self.sources.platform()
        partitions, state, pending = PARTITIONS.new(), FRESHNESS.new(), PENDING_AGE.new()
        for item in assess_rollups(find_rollups(platform.publications), platform.build.ledger):
            counts = {"servable": item.servable, "dirty": item.dirty, "missing": item.missing}
            for word, count in counts.items():
                partitions.add_metric([item.rollup.path, item.version, word], count)
            for freshness in Freshness:
                is_it = float(freshness is item.freshness)
                state.add_metric([item.rollup.path, item.version, freshness.value], is_it)
        pending.add_metric([], _pending_age_s(platform))
        return [partitions, state, pending]


def _pending_age_s(platform: Platform) -> float:
    """By the ledger's clock; an event that asks again makes a partition young again."""
    ledger = platform.build.ledger
    fps = {item.rollup.rollup_fp for item in find_current_rollups(platform.publications).all()}
    wanted = [state.wanted_at for state in ledger.states(fps) if state.dirty]
    return max(0.0, (ledger.now() - min(wanted)).total_seconds()) if wanted else 0.0
