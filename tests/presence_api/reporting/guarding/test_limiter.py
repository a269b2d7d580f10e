"""Counted together, or alone."""

import asyncio

from presence_api.ports.rate_limits import Charge, Limit, RateLimitsUnavailable, Verdict
from presence_api.reporting.guarding.breaker import Breaker, BreakerTerms
from presence_api.reporting.guarding.limiter import Limiter
from presence_api.reporting.guarding.process_limits import ProcessLimits
from tests.fakes.clock import FakeClock
from tests.fakes.rate_limits import FakeRateLimits

CHARGES = [Charge(Limit("user", "acme", "anna", quota=2, window_s=10))]


def test_two_instances_share_one_count_and_have_each_their_own_while_it_is_away() -> None:
    clock = FakeClock()
    shared = FakeRateLimits(clock)
    terms = BreakerTerms(failures_in_row=1, open_s=1)

    def limiter() -> Limiter:
        breaker = Breaker("limits", (RateLimitsUnavailable,), clock, terms)
        return Limiter(shared, ProcessLimits(clock), breaker)

    def take(one: Limiter) -> Verdict:
        return asyncio.run(one.take(CHARGES))

    one, other = limiter(), limiter()
    assert [take(each).admitted for each in (one, other, one, other)] == [True, True, False, False]
    shared.away = True
    assert [take(each).admitted for each in (one, one, one, other)] == [True, True, False, True]
    assert (one.alone, one.decided_alone, other.decided_alone) == (True, 3, 1)
    assert shared.calls == 4 + 2  # each found it away once, and did not wait again
    shared.away = False
    clock.advance(1)
    assert not take(one).admitted
    assert not one.alone
