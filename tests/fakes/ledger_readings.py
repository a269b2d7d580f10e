"""Readings of the build ledger, made short: rollups of three months each."""

from collections.abc import Sequence
from datetime import date

from metamodel.model.partitions import Extent, Granularity
from metamodel.modelgen.rollup import Rollup
from presence_api.ports.ledger_reading import LedgerReading, PartitionReading, RollupReading

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
