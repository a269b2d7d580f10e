"""What the ledger says of one rollup, in the words that reports and people use."""

from collections.abc import Sequence
from dataclasses import dataclass

from metamodel.model.freshness import Freshness
from metamodel.modelgen.rollup import Rollup
from orchestration.flows.find_rollups import RollupCatalogue, partition_keys
from orchestration.ports.ledger import Ledger, PartitionState


@dataclass(frozen=True, slots=True)
class RollupStatus:
    """Counts of one rollup's partitions, and what they amount to."""

    rollup: Rollup
    version: str
    freshness: Freshness
    partitions: int
    servable: int
    dirty: int
    building: int
    rows: int
    failures: int
    data_epoch: int | None
    outside: str | None

    @property
    def missing(self) -> int:
        """Partitions of the extent that no query may be answered from."""
        return self.partitions - self.servable


def assess_rollups(catalogue: RollupCatalogue, ledger: Ledger) -> tuple[RollupStatus, ...]:
    """The status of every rollup of every live version."""
    served = catalogue.all()
    fps = {item.rollup.rollup_fp for item in served}
    states = ledger.states(fps)
    outside = ledger.outside(fps)
    return tuple(
        _assess(item.rollup, item.version, states, outside.get(item.rollup.rollup_fp))
        for item in served
    )


def _assess(
    rollup: Rollup, version: str, every: Sequence[PartitionState], outside: str | None
) -> RollupStatus:
    keys = partition_keys(rollup)
    states = [state for state in every if state.key in keys]
    servable = [state for state in states if state.servable]
    return RollupStatus(
        rollup=rollup,
        version=version,
        freshness=freshness_of(states, len(keys)),
        partitions=len(keys),
        servable=len(servable),
        dirty=sum(state.dirty for state in states),
        building=sum(state.building for state in states),
        rows=sum(state.rows or 0 for state in servable),
        failures=max((state.failures for state in states), default=0),
        data_epoch=max((state.data_epoch or 0 for state in servable), default=None),
        outside=outside,
    )


def freshness_of(states: Sequence[PartitionState], wanted: int) -> Freshness:
    """The freshness of `wanted` partitions of which these are known."""
    if sum(state.servable for state in states) < wanted:
        return Freshness.PARTIAL
    if any(state.dirty and not state.building for state in states):
        return Freshness.STALE
    if any(state.building for state in states):
        return Freshness.BUILDING
    return Freshness.READY
