"""Kept answers, made short."""

from datetime import datetime, timedelta

from metamodel.model.freshness import Freshness
from presence_api.ports.report_cache import CachedReport, CacheKey
from tests.fakes.clock import START

ROLLUP = "orders.by_month"
KEY = CacheKey("acme", "0" * 64)


def kept(
    body: bytes = b"[]",
    *,
    epoch: int = 1,
    from_source: bool = False,
    made_at: datetime = START,
    life_s: float = 60,
) -> CachedReport:
    """An answer of one rollup, or of the source."""
    freshness = Freshness.SOURCE if from_source else Freshness.READY
    ends_at = made_at + timedelta(seconds=life_s)
    return CachedReport(body, {ROLLUP: epoch}, freshness, from_source, made_at, ends_at)
