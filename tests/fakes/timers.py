"""An event loop's calendar that only moves when told to."""

import heapq
from collections.abc import Callable
from typing import Any


class FakeAppointment:
    """Something that will be done unless it is cancelled."""

    def __init__(self, callback: Callable[..., object], args: tuple[Any, ...]) -> None:
        self.callback, self.args = callback, args
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class FakeTimers:
    """`turn` does what is due now, `advance` what becomes due meanwhile, in its order."""

    def __init__(self, now: float = 1000.0) -> None:
        self._now = now
        self._count = 0
        self._due: list[tuple[float, int, FakeAppointment]] = []

    def time(self) -> float:
        return self._now

    def call_soon(self, callback: Callable[..., object], *args: Any) -> FakeAppointment:
        return self.call_later(0, callback, *args)

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: Any
    ) -> FakeAppointment:
        self._count += 1
        found = FakeAppointment(callback, args)
        heapq.heappush(self._due, (self._now + delay, self._count, found))
        return found

    def turn(self) -> None:
        """Do what is due now."""
        self.advance(0)

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass."""
        end = self._now + seconds
        while self._due and self._due[0][0] <= end:
            self._now, _, found = heapq.heappop(self._due)
            if not found.cancelled:
                found.callback(*found.args)
        self._now = end
