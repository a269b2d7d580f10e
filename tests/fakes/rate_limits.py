"""A count of rates for several instances, in memory."""

from collections.abc import Sequence

from metamodel.kernel.clock import Clock
from presence_api.ports.rate_limits import Charge, RateLimitsUnavailable, Verdict
from presence_api.reporting.guarding.process_limits import ProcessLimits


class FakeRateLimits:
    """`away` makes every call fail; `calls` counts them."""

    def __init__(self, clock: Clock) -> None:
        self._limits = ProcessLimits(clock)
        self.away = False
        self.calls = 0

    async def take(self, charges: Sequence[Charge]) -> Verdict:
        self.calls += 1
        if self.away:
            raise RateLimitsUnavailable("memory", "is away")
        return await self._limits.take(charges)
