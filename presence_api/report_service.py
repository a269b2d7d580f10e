"""Reports on real parts: settings -> adapters -> what is asked and kept."""

from dataclasses import dataclass

import anyio

from metamodel.kernel.clock import Clock, SystemClock
from presence_api.adapters.ledger_reading_postgres import PostgresLedgerReadings
from presence_api.adapters.published_entities_postgres import PublishedEntities
from presence_api.adapters.rate_limits_redis import RedisRateLimits
from presence_api.adapters.redis_connection import RedisConnection
from presence_api.adapters.report_cache_redis import RedisReportCache
from presence_api.adapters.report_source_cube import CubeReportSource
from presence_api.live_service import redis_connection
from presence_api.ports.ledger_reading import LedgerUnavailable
from presence_api.ports.rate_limits import RateLimitsUnavailable
from presence_api.ports.report_cache import ReportCacheUnavailable
from presence_api.ports.report_source import SourceTooSlow, SourceUnavailable
from presence_api.reporting.answering.charging import Rates
from presence_api.reporting.answering.counts import ReportCounts
from presence_api.reporting.answering.fetching import Fetching
from presence_api.reporting.answering.kept_answers import KeptAnswers
from presence_api.reporting.answering.postponed import PostponedAnswers
from presence_api.reporting.answering.reporting_models import ReportingModels
from presence_api.reporting.answering.reports import ReportParts, Reports, ReportTerms
from presence_api.reporting.answering.upstream import Upstream
from presence_api.reporting.guarding.breaker import Breaker, BreakerState, BreakerTerms
from presence_api.reporting.guarding.layered_cache import LayeredCache
from presence_api.reporting.guarding.limiter import Limiter
from presence_api.reporting.guarding.process_cache import ProcessCache
from presence_api.reporting.guarding.process_limits import ProcessLimits
from presence_api.reporting.guarding.serving import Keeping
from presence_api.reporting.guarding.shared_ledger import SharedLedger
from presence_api.settings import Settings

_AT_ONCE = BreakerTerms(failures_in_row=1, open_s=1.0)
"""For what reports can do without: none waits for it twice in a second."""


@dataclass
class Reporting:
    """Reports as a part of a process: it opens connections when it is started."""

    reports: Reports
    ledger: PostgresLedgerReadings
    source: CubeReportSource
    redis: RedisConnection
    cube: Breaker
    counts: ReportCounts
    name: str = "reports"
    alive: bool = True

    @property
    def fault(self) -> str:
        """Why only kept answers are shown now; empty: Cube is asked."""
        return "" if self.cube.state is BreakerState.CLOSED else "Cube does not answer"

    def start(self) -> None:
        """Begin to take connections; none is made before it is needed."""
        self.ledger.open()

    async def stop(self) -> None:
        """End all calls, and give all connections back."""
        await self.reports.stop()
        await self.source.close()
        self.redis.close()
        await anyio.to_thread.run_sync(self.ledger.close)


def report_service(settings: Settings, models: PublishedEntities) -> tuple[Reporting, ...]:
    """Reports on the models that serve; nothing is opened yet.

    None of it where the settings know no key for Cube.
    """
    secret = settings.cube_key
    return () if secret is None else (_reporting(settings, models, secret),)


def _reporting(settings: Settings, models: PublishedEntities, secret: str) -> Reporting:
    clock = SystemClock()
    source = CubeReportSource(settings.cube_url, secret, clock, poll_s=settings.cube_poll_s)
    url = settings.database_url.get_secret_value()
    ledger = PostgresLedgerReadings(url, settings.ledger_timeout_s)
    redis = redis_connection(settings)  # of its own: large answers would be in the way of locks
    faults = (SourceUnavailable, SourceTooSlow)
    cube, counts = Breaker("Cube", faults, clock, BreakerTerms()), ReportCounts()
    cache, limiter = _in_redis(settings, redis, clock)
    away = Breaker("ledger", (LedgerUnavailable,), clock, _AT_ONCE)
    reporting_models = ReportingModels(models)
    models.before_serving(reporting_models.make_ready)
    parts = ReportParts(
        models=reporting_models,
        kept=KeptAnswers(
            cache,
            SharedLedger(ledger, clock, away, timeout_s=2 * settings.ledger_timeout_s),
            clock,
        ),
        cache=cache,
        limiter=limiter,
        fetching=Fetching(
            Upstream(source, cube, counts, settings.reports_call_s), cache, Keeping()
        ),
        postponed=PostponedAnswers(clock, settings.reports_postponed),
        counts=counts,
    )
    reports = Reports(parts, clock, _terms(settings))
    return Reporting(reports, ledger, source, redis, cube, counts)


def _in_redis(
    settings: Settings, redis: RedisConnection, clock: Clock
) -> tuple[LayeredCache, Limiter]:
    """What all instances share, with what each has of its own while Redis is away."""
    faults = (ReportCacheUnavailable, RateLimitsUnavailable)
    breaker = Breaker("Redis", faults, clock, _AT_ONCE)
    own = ProcessCache(settings.reports_cache_bytes, clock)
    return (
        LayeredCache(RedisReportCache(redis, clock), own, breaker),
        Limiter(RedisRateLimits(redis), ProcessLimits(clock), breaker),
    )


def _terms(settings: Settings) -> ReportTerms:
    named = {item.strip() for item in settings.reports_operators.split(",")} - {""}
    return ReportTerms(
        Rates(settings.reports_per_user, settings.reports_per_tenant),
        frozenset(named),
        settings.reports_call_s,
    )
