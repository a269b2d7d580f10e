"""A clock that only moves when told to."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 1, 1, tzinfo=UTC)


class FakeClock:
    """Sleeping takes no time: it moves this clock. `slept` says how often and how long."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now
        self._monotonic_s = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self._now

    def monotonic_s(self) -> float:
        return self._monotonic_s

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass without anybody sleeping."""
        self._now += timedelta(seconds=seconds)
        self._monotonic_s += seconds

    def shift(self, seconds: float) -> None:
        """Set it, as one sets a clock that was wrong: no time passes."""
        self._now += timedelta(seconds=seconds)
