"""Rate limits that one process counts alone: what holds while nobody counts for all."""

from collections.abc import Sequence

from metamodel.kernel.clock import Clock
from presence_api.ports.rate_limits import Charge, Limit, Verdict
from presence_api.reporting.guarding.gcra import affordable, price_us, verdict

_US = 1_000_000
_SWEPT = 10_000


class ProcessLimits:
    """Forgets buckets that are empty again, when there are many."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until_us: dict[Limit, float] = {}
        self._sweep_at = _SWEPT

    def __len__(self) -> int:
        return len(self._until_us)

    async def take(self, charges: Sequence[Charge]) -> Verdict:
        return self.take_now(charges)

    def take_now(self, charges: Sequence[Charge]) -> Verdict:
        """As `take`, without waiting for anybody."""
        now = self._clock.monotonic_s() * _US
        used = [max(0.0, self._until_us.get(charge.limit, now) - now) for charge in charges]
        if not all(map(affordable, charges, used)):
            return verdict(charges, used, admitted=False)
        after = [left + price_us(charge) for charge, left in zip(charges, used, strict=True)]
        for charge, until in zip(charges, after, strict=True):
            self._until_us[charge.limit] = now + until
        self._sweep(now)
        return verdict(charges, after, admitted=True)

    def _sweep(self, now: float) -> None:
        if len(self._until_us) > self._sweep_at:
            self._until_us = {limit: us for limit, us in self._until_us.items() if us > now}
            self._sweep_at = max(_SWEPT, 2 * len(self._until_us))
