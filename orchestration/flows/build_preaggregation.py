"""Have Cube build what is dirty of one rollup, and believe it only when the table is there."""

import logging
from collections import Counter
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
ROUNDS = 2
"""How often one run builds a partition: for what it came for, and once for what came meanwhile."""


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
    served: ServedRollup,
    tools: BuildTools,
    *,
    run_id: str,
    only: Collection[str] | None = None,
    at_once: Collection[str] = (),
    rounds: int = ROUNDS,
) -> BuildReport:
    """Build the dirty, due partitions of one rollup, in batches, one builder at a time.

    `served` is the rollup, and the model version under which Cube knows it; `only` names the
    partitions to consider, None for all; those in `at_once` wait for no pause before their first
    try. None is built more than `rounds` times, however often it is wanted meanwhile. Never raises
    for a partition that fails: the report says so, and the ledger keeps it dirty.
    """
    work = _Work(served, tools, run_id, only=only, at_once=at_once, rounds=rounds)
    while True:
        with tools.ledger.try_lock(served.rollup.rollup_fp, served.rollup.timezone) as held:
            if not held:
                return replace(work.report, busy_elsewhere=True)
            work.build_all_due()
        # Whoever found the lock taken meanwhile went away trusting us: look once more without it.
        if not work.due():
            return work.report


class _Work:
    """One call's work: what is left to do of it, and what came of it so far, in `report`."""

    def __init__(
        self,
        served: ServedRollup,
        tools: BuildTools,
        run_id: str,
        *,
        only: Collection[str] | None,
        at_once: Collection[str],
        rounds: int,
    ) -> None:
        self.report = BuildReport(served.rollup, served.version)
        self._served, self._tools, self._run_id = served, tools, run_id
        self._only, self._at_once, self._rounds = only, set(at_once), rounds
        self._tried: Counter[str] = Counter()

    def build_all_due(self) -> None:
        """Build until nothing is due."""
        rollup, ledger = self._served.rollup, self._tools.ledger
        while due := self.due():
            batch = [state.key.partition for state in due[:AT_ONCE]]
            self._tried.update(batch)
            attempts = ledger.begin(rollup, batch, self._run_id)
            built, failures = await_builds(self._served, attempts, self._tools)
            self._note(batch, built, failures)

    def due(self) -> Sequence[PartitionState]:
        """What may be built now, and was not built too often already."""
        rollup, ledger = self._served.rollup, self._tools.ledger
        left = [
            state
            for state in ledger.states([rollup.rollup_fp])
            if state.key.timezone == rollup.timezone
            and (self._only is None or state.key.partition in self._only)
            and self._tried[state.key.partition] < self._rounds
        ]
        interval_s = self._tools.limits.min_rebuild_interval_s
        due = due_partitions(left, ledger.now(), min_rebuild_interval_s=interval_s)
        hurried = self._at_once - self._tried.keys()  # once: what fails now waits as ever
        at_once = [
            state
            for state in left
            if state.key.partition in hurried and state.dirty and not state.building
        ]
        return tuple(sorted({*due, *at_once}, key=lambda state: state.key))

    def _note(
        self, batch: Sequence[str], built: Sequence[BuiltPartition], failures: dict[str, str]
    ) -> None:
        before = self.report
        kept = {name: why for name, why in before.failures.items() if name not in batch}
        self.report = replace(before, built=(*before.built, *built), failures={**kept, **failures})
        for name, why in failures.items():
            _LOG.warning("%s %s was not built: %s", before.rollup.path, name, why)
