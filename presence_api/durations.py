"""How long something takes, counted as Prometheus counts it: by bounds."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence


class Durations:
    """A histogram; `bounds_s` rise."""

    def __init__(self, bounds_s: Sequence[float]) -> None:
        self.total_s = 0.0
        self._bounds_s = bounds_s
        self._counts = [0] * (len(bounds_s) + 1)

    def add(self, took_s: float) -> None:
        """One more."""
        self.total_s += took_s
        self._counts[bisect_left(self._bounds_s, took_s)] += 1

    def buckets(self) -> Iterator[tuple[str, float]]:
        """Each bound, and how many took no longer than that."""
        so_far = 0
        for bound, count in zip((*self._bounds_s, "+Inf"), self._counts, strict=True):
            so_far += count
            yield str(bound), float(so_far)
