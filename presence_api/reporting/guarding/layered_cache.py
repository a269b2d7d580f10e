"""Answers kept in this process, and behind it for all instances; alone while that is away.

Nothing is deleted when data change: what is kept is compared with the ledger whenever it is asked
for, and is at hand when Cube is away.
"""

from collections.abc import Callable
from datetime import datetime

from presence_api.ports.report_cache import (
    CachedReport,
    CacheKey,
    ReportCache,
    ReportCacheUnavailable,
)
from presence_api.reporting.guarding.breaker import Breaker, BreakerOpen
from presence_api.reporting.guarding.process_cache import ProcessCache


class LayeredCache:
    """Never fails. `breaker` keeps requests from waiting for a shared cache that is away."""

    def __init__(self, shared: ReportCache, own: ProcessCache, breaker: Breaker) -> None:
        self._shared, self._own, self._breaker = shared, own, breaker
        self.alone = False  # was the shared cache away last time?
        self.found_here = 0
        self.found_shared = 0
        self.missed = 0
        self.shared_faults = 0

    async def find(
        self, key: CacheKey, fits: Callable[[CachedReport], bool]
    ) -> CachedReport | None:
        """What `fits`, from the nearest place; else the newest there is, to fall back on."""
        here = self._own.find(key)
        if here is not None and fits(here):
            self.found_here += 1
            return here
        there = await self._look(key)
        if there is not None:
            self._own.keep(key, there)
        if there is not None and fits(there):
            self.found_shared += 1
            return there
        self.missed += 1
        return max((one for one in (here, there) if one is not None), key=_made_at, default=None)

    async def keep(self, key: CacheKey, report: CachedReport) -> None:
        """Keep it in both places, each up to the answer's own end."""
        self._own.keep(key, report)
        try:
            with self._breaker.call():
                await self._shared.keep(key, report)
        except (ReportCacheUnavailable, BreakerOpen):
            self._was_away()
        else:
            self.alone = False

    async def _look(self, key: CacheKey) -> CachedReport | None:
        try:
            with self._breaker.call():
                found = await self._shared.find(key)
        except (ReportCacheUnavailable, BreakerOpen):
            self._was_away()
            return None
        self.alone = False
        return found

    def _was_away(self) -> None:
        self.alone = True
        self.shared_faults += 1


def _made_at(report: CachedReport) -> datetime:
    return report.made_at
