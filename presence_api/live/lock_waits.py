"""How long whoever asks for a lock waits for an answer."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

BOUNDS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5)


class LockWaits:
    """A histogram, as Prometheus has them."""

    def __init__(self) -> None:
        self.total_s = 0.0
        self._counts = [0] * (len(BOUNDS_S) + 1)

    def add(self, waited_s: float) -> None:
        """One more answer."""
        self.total_s += waited_s
        self._counts[bisect_left(BOUNDS_S, waited_s)] += 1

    def buckets(self) -> Iterator[tuple[str, float]]:
        """Each bound, and how many waited no longer than that."""
        so_far = 0
        for bound, count in zip((*BOUNDS_S, "+Inf"), self._counts, strict=True):
            so_far += count
            yield str(bound), float(so_far)
