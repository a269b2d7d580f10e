"""Reports: from a request that somebody may make to an answer that may be shown."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, ClassVar, Final

from metamodel.kernel.canonical import fingerprint
from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from metamodel.model.freshness import Freshness
from presence_api.caller import Caller
from presence_api.ports.rate_limits import Verdict
from presence_api.ports.report_cache import CachedReport, CacheKey
from presence_api.ports.report_source import SourceTooSlow, SourceUnavailable
from presence_api.reporting.answering.charging import Rates, TooManyReports, cost
from presence_api.reporting.answering.counts import ReportCounts
from presence_api.reporting.answering.fetching import Fetching
from presence_api.reporting.answering.kept_answers import KeptAnswers
from presence_api.reporting.answering.postponed import (
    KEPT_S,
    Place,
    PostponedAnswers,
    ResultUnknown,
)
from presence_api.reporting.answering.reporting_model import PreparedReport
from presence_api.reporting.answering.reporting_models import ReportingModels
from presence_api.reporting.answering.served import Postponed, Served, Use
from presence_api.reporting.dsl.request import FreshnessMode
from presence_api.reporting.guarding.breaker import BreakerOpen
from presence_api.reporting.guarding.layered_cache import LayeredCache
from presence_api.reporting.guarding.limiter import Limiter
from presence_api.reporting.guarding.serving import (
    AskCube,
    ShowCached,
    after_failure,
)
from presence_api.reporting.guarding.shared_ledger import TimedReading
from presence_api.reporting.guarding.single_flight import AnswerNotInTime, CallStopped

_AWAY: Final = (SourceUnavailable, SourceTooSlow, BreakerOpen, AnswerNotInTime, CallStopped)
_RETRY_S: Final = 5.0


class ReportUnavailable(RampartError):
    """Nobody can answer a report now, and nothing is kept that could be shown."""

    code: ClassVar[str] = "RPT-214"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Ask again after `Retry-After`; /health/ready says what is away."

    def __init__(self, why: str, retry_after_s: float = _RETRY_S) -> None:
        super().__init__(why, retry_after_s)
        self.retry_after_s = retry_after_s

    def __str__(self) -> str:
        return str(self.args[0])


class TermsForbidden(RampartError):
    """A report asks to be explained, or past everything that is kept: operators may do that."""

    code: ClassVar[str] = "RPT-215"
    hint: ClassVar[str] = "Leave `explain` out, and `freshness` at another mode than `fresh`."


@dataclass(frozen=True, slots=True)
class ReportTerms:
    """Who may do what, and how long it may take."""

    rates: Rates = field(default_factory=Rates)
    operators: frozenset[str] = frozenset({"admin"})
    longest_s: float = 300.0  # that a call goes on, for whoever fetches its result


@dataclass(frozen=True, slots=True)
class ReportParts:
    """What reports are put together from."""

    models: ReportingModels
    kept: KeptAnswers
    cache: LayeredCache
    limiter: Limiter
    fetching: Fetching
    postponed: PostponedAnswers
    counts: ReportCounts


class Reports:
    """Everything that can be done with reports, without HTTP."""

    def __init__(self, parts: ReportParts, clock: Clock, terms: ReportTerms) -> None:
        self._parts, self._clock, self._terms = parts, clock, terms

    def prepare(self, caller: Caller, document: Any) -> PreparedReport:
        """Raises NothingServed, ReportRefused, TermsForbidden."""
        found = self._parts.models.of(document).prepare(document, caller, self._clock.now())
        terms = found.compiled.terms
        special = terms.explain or terms.freshness is FreshnessMode.FRESH
        if special and caller.groups.isdisjoint(self._terms.operators):
            raise TermsForbidden(caller.user)
        return found

    async def charge(self, caller: Caller, reports: Sequence[PreparedReport]) -> Verdict:
        """Take what these cost together. Raises TooManyReports, CostAboveQuota."""
        price = cost([one.compiled.terms for one in reports])
        found = await self._parts.limiter.take(self._terms.rates.charges(caller, price))
        if not found.admitted:
            error = TooManyReports(found)
            self._parts.counts.refused.update(error.policies)
            raise error
        return found

    async def answer(self, asked: PreparedReport) -> Served | Postponed:
        """What is kept, if it is as new as the ledger, or else what Cube says.

        Raises ReportUnavailable, SourceTooSlow, SourceRefused, PivotTooWide, AnswerNotInTime.
        """
        loop = asyncio.get_running_loop()
        ends_at_s = loop.time() + asked.compiled.terms.timeout_s
        first, known = await self._parts.kept.first(asked)
        if isinstance(first, ShowCached):
            return self._count(self._served(first.report, first.freshness, Use.HIT))
        if not isinstance(first, AskCube) or known is None:
            raise ReportUnavailable("the build ledger cannot be read")
        task = loop.create_task(self._fetched(asked, known, first.old))
        return await self._awaited(asked, task, max(0.0, ends_at_s - loop.time()))

    async def result(self, caller: Caller, wanted: str, wait_s: float) -> Served | Postponed:
        """Of a report that was postponed. Raises ResultUnknown, and as `answer`."""
        places = self._places(caller, wanted)
        for place in places:
            try:
                task = self._parts.postponed.find(place)
            except ResultUnknown:
                continue
            await asyncio.wait([task], timeout=wait_s)
            if not task.done():
                return Postponed(wanted)
            return self._count(replace(_result(task), now=self._clock.now()))
        for place in places:  # another instance may have fetched it
            kept = await self._parts.cache.find(_key(place), lambda _: True)
            if kept is not None:
                return self._count(self._served(kept, kept.freshness, Use.HIT))
        raise ResultUnknown(wanted)

    def leave(self, caller: Caller, wanted: str) -> None:
        """Give up a report that was postponed. Raises ResultUnknown."""
        for place in self._places(caller, wanted):
            if self._parts.postponed.leave(place):
                return
        raise ResultUnknown(wanted)

    async def stop(self) -> None:
        """End all calls that go on for nobody present."""
        await self._parts.postponed.stop()

    def _places(self, caller: Caller, wanted: str) -> list[Place]:
        models = self._parts.models.all()
        return [Place(model.audience(caller), wanted) for model in models]

    async def _fetched(
        self, asked: PreparedReport, known: TimedReading, old: CachedReport | None
    ) -> Served:
        try:
            found = await self._parts.fetching.fetch(asked, known, self._terms.longest_s)
        except _AWAY as error:
            shown = after_failure(old, self._clock.now())
            if isinstance(shown, ShowCached):
                served = self._served(shown.report, shown.freshness, Use.STALE)
                return replace(served, detail=error.code.lower())
            if isinstance(error, SourceTooSlow):
                raise
            left_s = error.retry_after_s if isinstance(error, BreakerOpen) else _RETRY_S
            raise ReportUnavailable(str(error), left_s) from error
        served = self._served(found.report, found.report.freshness, Use.MISS)
        return replace(served, collapsed=found.collapsed)

    async def _awaited(
        self, asked: PreparedReport, task: "asyncio.Task[Served]", within_s: float
    ) -> Served | Postponed:
        try:
            await asyncio.wait([task], timeout=within_s)
        except asyncio.CancelledError:
            task.cancel()  # its reader has left
            raise
        if task.done():
            return self._count(_result(task))
        place = Place(asked.audience, asked.compiled.fingerprint)
        later = asyncio.get_running_loop().create_task(self._kept_for_later(place, task))
        later.add_done_callback(lambda _: task.cancel())  # given up before it began to wait
        if not self._parts.postponed.keep(place, later):
            later.cancel()
            raise AnswerNotInTime(f"{within_s:g} s")
        self._parts.counts.postponed += 1
        return Postponed(asked.compiled.fingerprint)

    async def _kept_for_later(self, place: Place, task: "asyncio.Task[Served]") -> Served:
        served = await task
        ends_at = self._clock.now() + timedelta(seconds=KEPT_S)
        await self._parts.cache.keep(_key(place), replace(served.report, ends_at=ends_at))
        return served

    def _served(self, report: CachedReport, freshness: Freshness, use: Use) -> Served:
        return Served(report, freshness, use, self._clock.now())

    def _count(self, served: Served) -> Served:
        self._parts.counts.served[served.use.value, served.freshness.value] += 1
        self._parts.counts.collapsed += served.collapsed
        return served


def _key(place: Place) -> CacheKey:
    whose = place.audience
    return CacheKey(whose.tenant, fingerprint("result", whose.claims_digest, place.fingerprint))


def _result(task: "asyncio.Task[Served]") -> Served:
    if task.cancelled():
        raise CallStopped("nobody waited for it any more")
    return task.result()
