"""Whether what is kept of a report may be shown, by what the ledger says at this moment."""

from datetime import timedelta

from metamodel.kernel.clock import Clock
from presence_api.ports.report_cache import CachedReport
from presence_api.reporting.answering.reporting_model import PreparedReport
from presence_api.reporting.dsl.request import FreshnessMode
from presence_api.reporting.guarding.layered_cache import LayeredCache
from presence_api.reporting.guarding.serving import (
    AskCube,
    ReadLedger,
    Refuse,
    ShowCached,
    before_call,
    up_to_date,
)
from presence_api.reporting.guarding.shared_ledger import SharedLedger, TimedReading


class KeptAnswers:
    """Decides before Cube is asked; the ledger is read anew for who has heard of a newer build."""

    def __init__(self, cache: LayeredCache, ledger: SharedLedger, clock: Clock) -> None:
        self._cache, self._ledger, self._clock = cache, ledger, clock

    async def first(
        self, asked: PreparedReport
    ) -> tuple[ShowCached | AskCube | ReadLedger | Refuse, TimedReading | None]:
        """What to show or to do, and what is known of the rollups; None: nobody knows."""
        known = await self._ledger.recent(asked.rollups)
        first = await self._before_call(asked, known, just_read=False)
        if isinstance(first, ReadLedger):
            known = await self._ledger.new(asked.rollups)
            first = await self._before_call(asked, known, just_read=True)
        return first, known

    async def _before_call(
        self, asked: PreparedReport, known: TimedReading | None, *, just_read: bool
    ) -> ShowCached | AskCube | ReadLedger | Refuse:
        reading, now = known.reading if known else None, self._clock.now()

        def fits(kept: CachedReport) -> bool:
            if reading is None or not kept.lives(now):
                return kept.lives(now)
            return self._is_taken(asked, kept) and up_to_date(kept, reading, asked.asked)

        kept = await self._cache.find(asked.key, fits)
        found = before_call(reading, kept, asked.asked, now, just_read=just_read)
        refused = isinstance(found, ShowCached) and not self._is_taken(asked, found.report)
        return AskCube(kept) if refused and reading is not None else found

    def _is_taken(self, asked: PreparedReport, kept: CachedReport) -> bool:
        """Does its reader want no newer one?"""
        terms = asked.compiled.terms
        if terms.freshness is not FreshnessMode.CACHE_FIRST:
            return False
        age = self._clock.now() - kept.made_at
        return terms.max_age_s is None or age <= timedelta(seconds=terms.max_age_s)
