"""A shared cache in memory."""

from metamodel.kernel.clock import Clock
from presence_api.ports.report_cache import CachedReport, CacheKey, ReportCacheUnavailable


class FakeReportCache:
    """`away` makes every call fail; `calls` counts them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[CacheKey, CachedReport] = {}
        self.away = False
        self.calls = 0

    async def find(self, key: CacheKey) -> CachedReport | None:
        self._called()
        found = self._kept.get(key)
        return found if found is not None and found.lives(self._clock.now()) else None

    async def keep(self, key: CacheKey, report: CachedReport) -> None:
        self._called()
        if report.lives(self._clock.now()):
            self._kept[key] = report

    def _called(self) -> None:
        self.calls += 1
        if self.away:
            raise ReportCacheUnavailable("memory", "is away")
