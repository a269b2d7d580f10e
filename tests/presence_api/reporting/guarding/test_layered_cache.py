"""Near and far, and what is shown when the far one is away."""

import asyncio
from datetime import timedelta

from presence_api.ports.report_cache import CachedReport, ReportCacheUnavailable
from presence_api.reporting.guarding.breaker import Breaker, BreakerTerms
from presence_api.reporting.guarding.layered_cache import LayeredCache
from presence_api.reporting.guarding.process_cache import ProcessCache
from tests.fakes.clock import START, FakeClock
from tests.fakes.report_cache import FakeReportCache
from tests.fakes.reports import KEY, ROLLUP, kept


class Instance:
    """One process of several with the same shared cache."""

    def __init__(self, shared: FakeReportCache, clock: FakeClock) -> None:
        self.own = ProcessCache(1_000_000, clock)
        terms = BreakerTerms(failures_in_row=1, open_s=1)
        breaker = Breaker("cache", (ReportCacheUnavailable,), clock, terms)
        self.cache = LayeredCache(shared, self.own, breaker)

    def keep(self, report: CachedReport) -> None:
        asyncio.run(self.cache.keep(KEY, report))

    def find(self, epoch: int = 1) -> CachedReport | None:
        return asyncio.run(self.cache.find(KEY, lambda report: report.epochs[ROLLUP] == epoch))


def two() -> tuple[Instance, Instance, FakeReportCache, FakeClock]:
    clock = FakeClock()
    shared = FakeReportCache(clock)
    return Instance(shared, clock), Instance(shared, clock), shared, clock


def test_what_one_instance_was_answered_all_find_and_then_have_at_hand() -> None:
    one, other, shared, _ = two()
    one.keep(kept())
    assert other.find() == kept()
    calls = shared.calls
    assert (one.find(), other.find()) == (kept(), kept())
    assert shared.calls == calls
    assert (other.cache.found_shared, other.cache.found_here, other.cache.missed) == (1, 1, 0)


def test_what_is_too_old_here_is_looked_for_there() -> None:
    one, other, _, _ = two()
    one.keep(kept(epoch=1))
    newer = kept(epoch=2, made_at=START + timedelta(seconds=1))
    other.keep(newer)
    assert one.find(epoch=2) == newer
    assert one.own.find(KEY) == newer


def test_an_older_one_is_marked_by_not_fitting_and_is_still_there_to_fall_back_on() -> None:
    one, _, _, _ = two()
    one.keep(kept(epoch=1))
    assert one.find(epoch=2) == kept(epoch=1)
    assert (one.cache.missed, one.cache.found_here) == (1, 0)


def test_nothing_is_found_before_anything_is_kept_nor_after_its_end() -> None:
    one, other, _, clock = two()
    assert one.find() is None
    one.keep(kept(from_source=True, life_s=5))
    clock.advance(5)
    assert (one.find(), other.find()) == (None, None)


def test_while_the_shared_cache_is_away_there_is_the_own_one_and_a_figure_says_so() -> None:
    one, other, shared, clock = two()
    shared.away = True
    one.keep(kept())
    assert (one.find(), other.find()) == (kept(), None)
    assert (one.cache.alone, other.cache.alone, one.cache.shared_faults) == (True, True, 1)
    calls = shared.calls
    other.find()
    assert shared.calls == calls  # nobody waits for it
    shared.away = False
    clock.advance(1)
    one.keep(kept())
    assert other.find() == kept()
    assert (one.cache.alone, other.cache.alone) == (False, False)
