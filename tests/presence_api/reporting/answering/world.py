"""Reports on TPC-H on fakes: orders by quarter, built until somebody wants them anew."""

from collections.abc import Mapping
from typing import Any

from metamodel.model.metamodel import Metamodel
from metamodel.model.partitions import Granularity
from metamodel.modelgen.rollup import Rollup
from orchestration.ports.ledger import PartitionKey
from presence_api.caller import Caller
from presence_api.ports.ledger_reading import LedgerUnavailable
from presence_api.ports.published_models import PublishedModel
from presence_api.ports.rate_limits import RateLimitsUnavailable
from presence_api.ports.report_cache import ReportCacheUnavailable
from presence_api.ports.report_source import (
    ReportSource,
    SourceAnswer,
    SourceTooSlow,
    SourceUnavailable,
)
from presence_api.reporting.answering.charging import Rates
from presence_api.reporting.answering.counts import ReportCounts
from presence_api.reporting.answering.fetching import Fetching
from presence_api.reporting.answering.kept_answers import KeptAnswers
from presence_api.reporting.answering.postponed import PostponedAnswers
from presence_api.reporting.answering.reporting_models import ReportingModels
from presence_api.reporting.answering.reports import ReportParts, Reports, ReportTerms
from presence_api.reporting.answering.served import Postponed, Served
from presence_api.reporting.answering.upstream import Upstream
from presence_api.reporting.guarding.breaker import Breaker, BreakerTerms
from presence_api.reporting.guarding.layered_cache import LayeredCache
from presence_api.reporting.guarding.limiter import Limiter
from presence_api.reporting.guarding.process_cache import ProcessCache
from presence_api.reporting.guarding.process_limits import ProcessLimits
from presence_api.reporting.guarding.serving import Keeping
from presence_api.reporting.guarding.shared_ledger import SharedLedger
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger
from tests.fakes.ledger_readings import FakeLedgerReadings
from tests.fakes.published_models import FakePublishedModels
from tests.fakes.rate_limits import FakeRateLimits
from tests.fakes.report_cache import FakeReportCache
from tests.fakes.report_source import Asked, FakeReportSource, Step
from tests.presence_api.reporting.asked import model

BY_DAY = "orders.by_day"
ANNA = Caller("acme", "anna", frozenset({"analyst"}), {"sub": "anna", "tenant": "acme"})
OPERATOR = Caller("acme", "olga", frozenset({"admin"}))
QUESTION: Mapping[str, Any] = {
    "version": "1",
    "entity": "order",
    "measures": ["count"],
    "dimensions": ["orderstatus"],
}
IN_1995: Mapping[str, Any] = {
    **QUESTION,
    "where": {"field": "orderdate", "op": "between", "value": ["1995-01-01", "1995-12-31"]},
}
ROWS = [
    {"orders.orderstatus": "F", "orders.count": "7"},
    {"orders.orderstatus": "O", "orders.count": "5"},
]
CUBE = BreakerTerms(failures_in_row=5, open_s=5.0)
REDIS = BreakerTerms(failures_in_row=1, open_s=1.0)


def by_quarter(found: Metamodel) -> Rollup:
    """The rollup of orders."""
    return Rollup(
        "orders", "by_day", "fp-by-day", found.extent, Granularity.QUARTER, "o_orderdate", "orders"
    )


def published(found: Metamodel | None = None, **fps: str) -> PublishedModel:
    """TPC-H as it is published; of each cube not named here the fingerprint is its name."""
    served = found or model()
    names = ("orders", "lineitem", "customer", "nation", "region", "part", "supplier")
    known = {name: f"fp-{name}" for name in names} | fps
    return PublishedModel(served, "tpch-1", known, (by_quarter(served),))


class World:
    """An instance of the service; `beside` is another one on the same ledger and shared cache.

    `source` takes the place of the fake one.
    """

    def __init__(
        self,
        *,
        rates: Rates | None = None,
        longest_s: float = 300.0,
        most_postponed: int = 10,
        beside: "World | None" = None,
        clock: FakeClock | None = None,
        source: ReportSource | None = None,
    ) -> None:
        self.clock: FakeClock = beside.clock if beside else clock or FakeClock()
        self.ledger: FakeLedger = beside.ledger if beside else FakeLedger(self.clock)
        self.shared: FakeReportCache = beside.shared if beside else FakeReportCache(self.clock)
        self.readings = FakeLedgerReadings(self.ledger)
        self.models = FakePublishedModels(published())
        self.source = FakeReportSource(self._from_rollups)
        self.rows = ROWS
        self.counts = ReportCounts()
        self.cube = Breaker("Cube", (SourceUnavailable, SourceTooSlow), self.clock, CUBE)
        self.reports = Reports(
            self._parts(longest_s, most_postponed, source or self.source),
            self.clock,
            ReportTerms(rates or Rates(), longest_s=longest_s),
        )

    def _parts(self, longest_s: float, most_postponed: int, source: ReportSource) -> ReportParts:
        clock = self.clock
        faults = (ReportCacheUnavailable, RateLimitsUnavailable)
        redis = Breaker("Redis", faults, clock, REDIS)
        ledger = Breaker("ledger", (LedgerUnavailable,), clock, CUBE)
        self.cache = LayeredCache(self.shared, ProcessCache(1_000_000, clock), redis)
        self.limits = FakeRateLimits(clock)
        upstream = Upstream(source, self.cube, self.counts, longest_s)
        return ReportParts(
            ReportingModels(self.models),
            KeptAnswers(self.cache, SharedLedger(self.readings, clock, ledger), clock),
            self.cache,
            Limiter(self.limits, ProcessLimits(clock), redis),
            Fetching(upstream, self.cache, Keeping()),
            PostponedAnswers(clock, most_postponed),
            self.counts,
        )

    def _from_rollups(self, asked: Asked) -> Step:
        used = frozenset[str]() if asked.context.past_rollups else frozenset({BY_DAY})
        return SourceAnswer(self.rows, used)

    @property
    def calls(self) -> int:
        """How often Cube was asked."""
        return len(self.source.calls)

    def build(self, *quarters: str) -> None:
        """Build these quarters, or all; readings that are shared are too old afterwards."""
        rollup = by_quarter(model())
        wanted = quarters or rollup.partition_ids()
        self.want(*wanted)
        for attempt in self.ledger.begin(rollup, wanted, "run-1"):
            self.ledger.succeed(attempt, f"preaggs.{attempt.key.partition}", 1)
        self.clock.advance(1.5)

    def want(self, *quarters: str) -> None:
        """Mark quarters as changed."""
        self.ledger.want([PartitionKey("fp-by-day", "UTC", one) for one in quarters])
        self.clock.advance(1.5)

    async def ask(
        self, question: Mapping[str, Any] = QUESTION, caller: Caller = ANNA, **more: Any
    ) -> Served:
        """An answer, and none that comes later."""
        found = await self.later(question, caller, **more)
        assert isinstance(found, Served)
        return found

    async def later(
        self, question: Mapping[str, Any] = QUESTION, caller: Caller = ANNA, **more: Any
    ) -> Served | Postponed:
        """Whatever there is within the report's time."""
        asked = self.reports.prepare(caller, {**question, **more})
        return await self.reports.answer(asked)
