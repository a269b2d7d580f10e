"""Time as an argument, so that nothing has to sleep to be tested."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Where a flow gets the time from, and how it waits."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        ...

    def monotonic_s(self) -> float:
        """Seconds that only rise; for durations and deadlines."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
