"""Figures of all builds so far: what metrics are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

DURATION_BUCKETS_S = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0)


@dataclass(frozen=True, slots=True)
class BuildFigures:
    """Builds of one rollup since the ledger began; every number only rises."""

    rollup: str
    failures: int
    builds: int
    total_s: float
    within: tuple[int, ...]  # builds no longer than each of DURATION_BUCKETS_S


@dataclass(frozen=True, slots=True)
class IntakeFigures:
    """Events taken in since the ledger began."""

    events: int
    dead: int
    offsets_lost: int
    open_losses: int


class Figures(Protocol):
    """Reads the ledger's attempts and intakes. Raises LedgerUnavailable."""

    def builds(self) -> Sequence[BuildFigures]:
        """Figures of each rollup that was ever built."""
        ...

    def intakes(self, topic: str) -> IntakeFigures:
        """Figures of one topic."""
        ...
