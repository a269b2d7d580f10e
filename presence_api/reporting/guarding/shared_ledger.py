"""What the ledger says, read once for all who ask at about the same time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from metamodel.kernel.clock import Clock
from metamodel.modelgen.rollup import Rollup
from presence_api.ports.ledger_reading import LedgerReading, LedgerReadings, LedgerUnavailable
from presence_api.reporting.guarding.breaker import Breaker, BreakerOpen
from presence_api.reporting.guarding.single_flight import AnswerNotInTime, SingleFlight


@dataclass(frozen=True, slots=True)
class TimedReading:
    """A reading, when it began, and how many readings had begun by then."""

    reading: LedgerReading
    read_at: datetime
    read_at_s: float  # by the clock that is never set
    number: int


class SharedLedger:
    """Readings are shared for `most_age_s`; one that is under way is joined.

    Of a ledger that cannot be read within `timeout_s` there is none; `breaker` keeps requests from
    waiting for it again and again.
    """

    def __init__(
        self,
        readings: LedgerReadings,
        clock: Clock,
        breaker: Breaker,
        *,
        most_age_s: float = 1.0,
        timeout_s: float = 2.0,
    ) -> None:
        self._readings, self._clock, self._breaker = readings, clock, breaker
        self._most_age_s, self._timeout_s = most_age_s, timeout_s
        self._flights: SingleFlight[frozenset[Rollup], TimedReading] = SingleFlight()
        self._known: dict[frozenset[Rollup], TimedReading] = {}
        self._begun = 0

    async def recent(self, rollups: Collection[Rollup]) -> TimedReading | None:
        """A reading that is old enough for others to have asked for it."""
        found = self._known.get(frozenset(rollups))
        if found is not None and self._is_recent(found):
            return found
        return await self._read(frozenset(rollups), self._begun)

    async def new(self, rollups: Collection[Rollup]) -> TimedReading | None:
        """A reading that has not begun yet: it knows of every build that anybody has heard of."""
        return await self._read(frozenset(rollups), self._begun + 1)

    async def _read(self, rollups: frozenset[Rollup], least: int) -> TimedReading | None:
        """One of at least that number: whoever joins one that is too early waits for the next."""
        try:
            while True:
                found = await self._flights.ask(
                    rollups, lambda: self._begin(rollups), self._timeout_s
                )
                if found.number >= least:
                    return found
        except (LedgerUnavailable, BreakerOpen, AnswerNotInTime):
            return None

    async def _begin(self, rollups: frozenset[Rollup]) -> TimedReading:
        self._begun += 1
        number, now, now_s = self._begun, self._clock.now(), self._clock.monotonic_s()
        with self._breaker.call():
            reading = await self._readings.read(rollups)
        found = TimedReading(reading, now, now_s, number)
        self._known = {key: one for key, one in self._known.items() if self._is_recent(one)}
        self._known[rollups] = found
        return found

    def _is_recent(self, found: TimedReading) -> bool:
        return self._clock.monotonic_s() - found.read_at_s <= self._most_age_s
