"""Readings of the build ledger, made short: rollups of three months each."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import date

from metamodel.model.partitions import Extent, Granularity
from metamodel.modelgen.rollup import Rollup
from orchestration.ports.ledger import PartitionState
from presence_api.ports.ledger_reading import (
    LedgerReading,
    LedgerUnavailable,
    PartitionReading,
    RollupReading,
)
from tests.fakes.ledger import FakeLedger

MONTHS = ("2026-01-01", "2026-02-01", "2026-03-01")
EXTENT = Extent(date(2026, 1, 1), date(2026, 3, 31))
JANUARY = Extent(date(2026, 1, 1), date(2026, 1, 31))
FEBRUARY = Extent(date(2026, 2, 3), date(2026, 2, 5))
APRIL = Extent(date(2026, 3, 30), date(2026, 4, 2))  # begins within the extent, ends beyond

BUILT = PartitionReading(7)
DIRTY = PartitionReading(7, dirty=True)
BUILDING = PartitionReading(7, dirty=True, building=True)
UNBUILT = PartitionReading(None, dirty=True)
FIRST_BUILD = PartitionReading(None, dirty=True, building=True)


def rollup(
    path: str, months: Sequence[PartitionReading], *, rows_outside: bool = False
) -> RollupReading:
    """A rollup by months."""
    cube, _, name = path.partition(".")
    planned = Rollup(cube, name, f"fp-{name}", EXTENT, Granularity.MONTH, "at", "orders")
    return RollupReading(planned, dict(zip(MONTHS, months, strict=False)), rows_outside)


def reading(*rollups: RollupReading) -> LedgerReading:
    """Of all these."""
    return LedgerReading({one.rollup.path: one for one in rollups})


class FakeLedgerReadings:
    """Reads the ledger in memory. `away` makes every reading fail; `calls` counts them.

    `hold` is what a reading waits for before it looks.
    """

    def __init__(self, ledger: FakeLedger) -> None:
        self._ledger = ledger
        self.away = False
        self.calls = 0
        self.hold: asyncio.Event | None = None

    async def read(self, rollups: Collection[Rollup]) -> LedgerReading:
        self.calls += 1
        if self.hold is not None:
            await self.hold.wait()
        if self.away:
            raise LedgerUnavailable("memory", "is away")
        return reading(*map(self._rollup, rollups))

    def _rollup(self, one: Rollup) -> RollupReading:
        states = [
            state
            for state in self._ledger.states([one.rollup_fp])
            if state.key.timezone == one.timezone
        ]
        outside = bool(self._ledger.outside([one.rollup_fp]))
        return RollupReading(
            one, {state.key.partition: _partition(state) for state in states}, outside
        )


def _partition(state: PartitionState) -> PartitionReading:
    return PartitionReading(state.data_epoch, state.dirty, state.building)
