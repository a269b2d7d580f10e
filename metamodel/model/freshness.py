"""What may be said of a figure's age: one enum for builders, reports and browsers."""

from collections.abc import Iterable
from enum import StrEnum


class Freshness(StrEnum):
    """State of a rollup or of an answer; of several the worst counts."""

    READY = "READY"  # servable, and nothing asked for is missing
    BUILDING = "BUILDING"  # servable, and being built anew
    STALE = "STALE"  # servable, dirty, and nobody is building
    PARTIAL = "PARTIAL"  # of a rollup only: some partition is not servable
    SOURCE = "SOURCE"  # answered from the source, past the rollups
    UNKNOWN = "UNKNOWN"  # the ledger could not be read


_ORDER = tuple(Freshness)


def worst(states: Iterable[Freshness]) -> Freshness:
    """The worst of several; READY of none."""
    return max(states, key=_ORDER.index, default=Freshness.READY)
