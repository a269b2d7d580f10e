"""Answers kept in this process, up to a number of bytes.

A segmented LRU: what is asked for once is on trial, and only what is asked for again is kept
before it. A plain LRU loses the dashboards that everybody watches to one export that pages through
a thousand answers nobody asks for twice.
"""

from collections import OrderedDict
from typing import Final

from metamodel.kernel.clock import Clock
from presence_api.ports.report_cache import CachedReport, CacheKey

OVERHEAD_BYTES: Final = 1_000
"""What an entry costs beside its body: key, epochs, times, its place."""
_PROVEN_SHARE: Final = 0.8
_LARGEST_SHARE: Final = 0.125  # one answer never takes the place of all others

_Segment = OrderedDict[CacheKey, CachedReport]


class ProcessCache:
    """Never more than `most_bytes`; an answer that has ended is not found."""

    def __init__(self, most_bytes: int, clock: Clock) -> None:
        self._most, self._clock = most_bytes, clock
        self._proven_most = int(most_bytes * _PROVEN_SHARE)
        self._trial: _Segment = OrderedDict()  # the oldest first, in both
        self._proven: _Segment = OrderedDict()
        self._proven_bytes = 0
        self.size_bytes = 0

    def __len__(self) -> int:
        return len(self._trial) + len(self._proven)

    def find(self, key: CacheKey) -> CachedReport | None:
        """The answer that was kept last."""
        found = self._proven.get(key) or self._trial.get(key)
        if found is None:
            return None
        if not found.lives(self._clock.now()):
            self._drop(key)
            return None
        self._prove(key, found)
        return found

    def keep(self, key: CacheKey, report: CachedReport) -> None:
        """Keep it, unless a newer one is kept, or it is larger than its share."""
        before = self._proven.get(key) or self._trial.get(key)
        size = _size(report)
        if before is not None and before.made_at > report.made_at:
            return
        proven = key in self._proven
        self._drop(key)
        if size > self._most * _LARGEST_SHARE:
            return
        self._trial[key] = report
        self.size_bytes += size
        if proven:
            self._prove(key, report)
        self._evict()

    def _prove(self, key: CacheKey, report: CachedReport) -> None:
        if key in self._proven:
            self._proven.move_to_end(key)
            return
        del self._trial[key]
        self._proven[key] = report
        self._proven_bytes += _size(report)
        while self._proven_bytes > self._proven_most:  # on trial once more, as the newest there
            old, demoted = self._proven.popitem(last=False)
            self._proven_bytes -= _size(demoted)
            self._trial[old] = demoted

    def _evict(self) -> None:
        while self.size_bytes > self._most:
            _, gone = self._trial.popitem(last=False)  # proven ones alone are fewer than the most
            self.size_bytes -= _size(gone)

    def _drop(self, key: CacheKey) -> None:
        if key in self._proven:
            size = _size(self._proven.pop(key))
            self._proven_bytes -= size
            self.size_bytes -= size
        elif key in self._trial:
            self.size_bytes -= _size(self._trial.pop(key))


def _size(report: CachedReport) -> int:
    return OVERHEAD_BYTES + len(report.body)
