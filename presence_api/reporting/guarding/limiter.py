"""Rate limits that hold for all instances, and for each alone while the shared count is away."""

from collections.abc import Sequence

from presence_api.ports.rate_limits import Charge, RateLimits, RateLimitsUnavailable, Verdict
from presence_api.reporting.guarding.breaker import Breaker, BreakerOpen
from presence_api.reporting.guarding.process_limits import ProcessLimits


class Limiter:
    """Never fails. `breaker` keeps requests from waiting for a shared count that is away."""

    def __init__(self, shared: RateLimits, own: ProcessLimits, breaker: Breaker) -> None:
        self._shared, self._own, self._breaker = shared, own, breaker
        self.alone = False  # did this process decide last time?
        self.decided_alone = 0

    async def take(self, charges: Sequence[Charge]) -> Verdict:
        """Take all charges or none; each is of another limit."""
        try:
            with self._breaker.call():
                found = await self._shared.take(charges)
        except (RateLimitsUnavailable, BreakerOpen):
            self.alone = True
            self.decided_alone += 1
            return self._own.take_now(charges)
        self.alone = False
        return found
