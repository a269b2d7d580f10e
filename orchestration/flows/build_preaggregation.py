"""Have Cube build what is dirty of one rollup, and believe it only when the table is there."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from metamodel.kernel.errors import RampartError
from metamodel.modelgen.rollup import Rollup
from orchestration.flows.await_builds import BuiltPartition, await_builds
from orchestration.flows.build_tools import BuildTools
from orchestration.flows.decide_due import due_partitions
from orchestration.flows.find_rollups import ServedRollup
from orchestration.ports.ledger import PartitionState

_LOG = logging.getLogger(__name__)
AT_ONCE = 32
"""Partitions asked of Cube at a time: enough to keep its queue full while we look at others."""


class PartitionsNotBuilt(RampartError):
    """Some partitions could not be built; they stay dirty, and what was servable stays so."""

    code = "BLD-001"
    retryable = True
    hint = "The reasons are in the error; the next attempt comes by itself after its back-off."

    def __init__(self, rollup: str, failures: dict[str, str]) -> None:
        super().__init__(rollup, failures)
        self.rollup, self.failures = rollup, failures

    def __str__(self) -> str:
        reasons = "; ".join(f"{name}: {why}" for name, why in sorted(self.failures.items()))
        return f"{self.rollup}: {reasons}"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What one pass over a rollup did."""

    rollup: Rollup
    version: str
    built: tuple[BuiltPartition, ...] = ()
    failures: dict[str, str] = field(default_factory=dict)
    busy_elsewhere: bool = False  # somebody else holds the rollup and looks again before letting go

    @property
    def rows(self) -> int:
        """Rows in the partitions built by this pass."""
        return sum(item.rows for item in self.built)

    def raise_failures(self) -> None:
        """Raise PartitionsNotBuilt if any partition failed."""
        if self.failures:
            raise PartitionsNotBuilt(self.rollup.path, self.failures)


def build_preaggregation(
    served: ServedRollup, tools: BuildTools, *, run_id: str, only: Collection[str] | None = None
) -> BuildReport:
    """Build the dirty, due partitions of one rollup, in batches, one builder at a time.

    `served` is the rollup, and the model version under which Cube knows it; `only` names the
    partitions to consider, None for all. Never raises for a partition that fails: the
    report says so, and the ledger keeps it dirty.
    """
    report = BuildReport(served.rollup, served.version)
    while True:
        with tools.ledger.try_lock(served.rollup.rollup_fp, served.rollup.timezone) as held:
            if not held:
                return replace(report, busy_elsewhere=True)
            report = _build_all_due(served, tools, run_id, only, report)
        # Whoever found the lock taken meanwhile went away trusting us: look once more without it.
        if not _due(served.rollup, tools, only):
            return report


def _build_all_due(
    served: ServedRollup,
    tools: BuildTools,
    run_id: str,
    only: Collection[str] | None,
    report: BuildReport,
) -> BuildReport:
    while due := _due(served.rollup, tools, only):
        batch = [state.key.partition for state in due[:AT_ONCE]]
        attempts = tools.ledger.begin(served.rollup, batch, run_id)
        built, failures = await_builds(served, attempts, tools)
        kept = {name: why for name, why in report.failures.items() if name not in batch}
        report = replace(report, built=(*report.built, *built), failures={**kept, **failures})
        for name, why in failures.items():
            _LOG.warning("%s %s was not built: %s", served.rollup.path, name, why)
    return report


def _due(
    rollup: Rollup, tools: BuildTools, only: Collection[str] | None
) -> Sequence[PartitionState]:
    states = [
        state
        for state in tools.ledger.states([rollup.rollup_fp])
        if state.key.timezone == rollup.timezone and (only is None or state.key.partition in only)
    ]
    interval = tools.limits.min_rebuild_interval_s
    return due_partitions(states, tools.ledger.now(), min_rebuild_interval_s=interval)
