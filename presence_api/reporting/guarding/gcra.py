"""The generic cell rate algorithm: how full a bucket is, as the time until it is empty.

One number is kept of each bucket: the moment (in microseconds) until which what was taken lasts.
"""

from collections.abc import Sequence

from presence_api.ports.rate_limits import Charge, Standing, Verdict

_US = 1_000_000
ROUNDING_US = 1.0
"""Numbers of microseconds since 1970 are exact to a quarter."""


def price_us(charge: Charge) -> float:
    """How much longer the bucket takes to be empty after the charge."""
    return charge.cost * charge.limit.window_s * _US / charge.limit.quota


def affordable(charge: Charge, used_us: float) -> bool:
    """May it be taken from a bucket that is empty in `used_us`?"""
    return used_us + price_us(charge) <= charge.limit.window_s * _US + ROUNDING_US


def verdict(charges: Sequence[Charge], used_us: Sequence[float], *, admitted: bool) -> Verdict:
    """What to tell of buckets that are empty in `used_us`, which counts the charges if admitted."""
    standings = (
        _standing(charge, used, admitted=admitted)
        for charge, used in zip(charges, used_us, strict=True)
    )
    return Verdict(admitted, tuple(standings))


def _standing(charge: Charge, used_us: float, *, admitted: bool) -> Standing:
    limit = charge.limit
    window_us = limit.window_s * _US
    unit_us = window_us / limit.quota
    left = max(0, min(limit.quota, int((window_us - used_us + ROUNDING_US) // unit_us)))
    next_us = used_us + (left + 1) * unit_us - window_us if left < limit.quota else 0.0
    paid = admitted or affordable(charge, used_us)
    wait_us = 0.0 if paid else used_us + price_us(charge) - window_us
    return Standing(charge, left, max(0.0, next_us) / _US, wait_us / _US)
