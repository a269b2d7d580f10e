"""An answer from Cube: one call for all who ask the same, judged by what was known before it."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Final

from presence_api.ports.report_cache import CachedReport, CacheKey
from presence_api.ports.report_source import SourceRefused
from presence_api.reporting.answering.body import body
from presence_api.reporting.answering.reporting_model import PreparedReport
from presence_api.reporting.answering.upstream import Upstream
from presence_api.reporting.dsl.request import FreshnessMode
from presence_api.reporting.guarding.layered_cache import LayeredCache
from presence_api.reporting.guarding.serving import (
    AskSource,
    Keeping,
    after_call,
    epochs_of,
    kept_report,
    together,
)
from presence_api.reporting.guarding.shared_ledger import TimedReading
from presence_api.reporting.guarding.single_flight import SingleFlight

_LONGER_S: Final = 5.0  # for a call that has reached its own end to say so


@dataclass(frozen=True, slots=True)
class Flight:
    """What may be shared: the same question, asked alike, by whoever knows of the same builds."""

    key: CacheKey
    epochs: tuple[tuple[str, int], ...]
    mode: FreshnessMode
    past_rollups: bool


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole answer; `collapsed` says that somebody else's call brought it."""

    report: CachedReport
    collapsed: bool


class Fetching:
    """Asks Cube, and keeps what it answered. A call ends when nobody waits for it any more."""

    def __init__(self, upstream: Upstream, cache: LayeredCache, keeping: Keeping) -> None:
        self._upstream, self._cache, self._keeping = upstream, cache, keeping
        self._flights: SingleFlight[Flight, CachedReport | None] = SingleFlight()

    async def fetch(self, asked: PreparedReport, known: TimedReading, within_s: float) -> Fetched:
        """With rollups, and past them if any row might be missing.

        Raises what `Upstream.answers` does, PivotTooWide, AnswerNotInTime, CallStopped.
        """
        for past in (False, True):
            fetched = await self._fly(asked, known, within_s, past=past)
            if fetched is not None:
                return fetched
        raise SourceRefused("the model without rollups was answered from one")

    async def _fly(
        self, asked: PreparedReport, known: TimedReading, within_s: float, *, past: bool
    ) -> Fetched | None:
        led = False

        def call() -> Awaitable[CachedReport | None]:
            nonlocal led
            led = True
            return self._call(asked, known, past=past)

        epochs = tuple(sorted(epochs_of(known.reading, asked.asked).items()))
        flight = Flight(asked.key, epochs, asked.compiled.terms.freshness, past)
        report = await self._flights.ask(flight, call, within_s + _LONGER_S)
        return Fetched(report, collapsed=not led) if report is not None else None

    async def _call(
        self, asked: PreparedReport, known: TimedReading, *, past: bool
    ) -> CachedReport | None:
        """None: rows might be missing."""
        answers = await self._upstream.answers(asked.compiled, asked.contexts[past])
        used = [None] if answers is None else [one.used for one in answers.all]
        shows = [after_call(known.reading, one, asked.asked) for one in used]
        whole = [one for one in shows if not isinstance(one, AskSource)]
        if answers is None or len(whole) < len(shows):
            return None
        said = body(asked.compiled, answers, asked.spec_version)
        report = kept_report(together(whole), said, known.read_at, self._keeping)
        await self._cache.keep(asked.key, report)
        return report
