"""Stops asking a service that does not answer, and finds out with one call when it does again.

Closed: all calls go through. Open: none does. Half open: exactly one does, however many ask, and
its end decides. A call that began before the last change of state decides nothing.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError


class BreakerOpen(RampartError):
    """A service was found not to answer, and is not asked for a while."""

    code: ClassVar[str] = "RPT-205"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Ask again after `retry_after_s`; /health/ready says what is away."

    def __init__(self, service: str, retry_after_s: float) -> None:
        super().__init__(service, retry_after_s)
        self.service, self.retry_after_s = service, retry_after_s

    def __str__(self) -> str:
        return f"{self.service}: not asked for another {self.retry_after_s:.1f} s"


class BreakerState(StrEnum):
    """Who is let through."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


@dataclass(frozen=True, slots=True)
class BreakerTerms:
    """When it opens, and for how long."""

    failures_in_row: int = 5
    failure_rate: float = 0.5  # of the calls that ended within the window
    window_s: float = 10.0
    least_calls: int = 20  # in the window: a rate of fewer says nothing
    open_s: float = 5.0


class Breaker:
    """One for each service. `faults` are the errors that say it is not well; others it answered."""

    def __init__(
        self, service: str, faults: tuple[type[Exception], ...], clock: Clock, terms: BreakerTerms
    ) -> None:
        self._service, self._faults, self._clock, self._terms = service, faults, clock, terms
        self._ended: deque[tuple[float, bool]] = deque()  # when, and did it fail?
        self._failed = 0  # of those
        self._in_row = 0
        self._open_until: float | None = None  # None: closed
        self._probing = False
        self._term = 0  # rises with every change of state
        self.opened = 0
        self.refused = 0

    @property
    def state(self) -> BreakerState:
        """Who would be let through now."""
        if self._open_until is None:
            return BreakerState.CLOSED
        if self._clock.monotonic_s() < self._open_until:
            return BreakerState.OPEN
        return BreakerState.HALF_OPEN

    @contextmanager
    def call(self) -> Iterator[None]:
        """Around one call; raises BreakerOpen instead of beginning it.

        A call that is cancelled says nothing of the service: if it was the probe, the next one is.
        """
        state = self.state
        if state is BreakerState.OPEN or self._probing:
            self.refused += 1
            raise BreakerOpen(self._service, self.retry_after_s)
        self._probing = state is BreakerState.HALF_OPEN
        term = self._term
        try:
            yield
        except self._faults:
            self._end(term, failed=True)
            raise
        except Exception:
            self._end(term, failed=False)
            raise
        except BaseException:
            if term == self._term:
                self._probing = False
            raise
        self._end(term, failed=False)

    @property
    def retry_after_s(self) -> float:
        """Until the next probe; 0: one may go, or is under way and will have told by then."""
        if self._open_until is None:
            return 0.0
        return max(0.0, self._open_until - self._clock.monotonic_s())

    def _end(self, term: int, *, failed: bool) -> None:
        if term != self._term:
            return
        if self._probing:
            self._open() if failed else self._close()
            return
        now = self._clock.monotonic_s()
        self._ended.append((now, failed))
        self._failed += failed
        self._in_row = self._in_row + 1 if failed else 0
        self._forget(now - self._terms.window_s)
        if failed and self._is_too_much():
            self._open()

    def _forget(self, before: float) -> None:
        while self._ended and self._ended[0][0] <= before:
            self._failed -= self._ended.popleft()[1]

    def _is_too_much(self) -> bool:
        calls, terms = len(self._ended), self._terms
        return self._in_row >= terms.failures_in_row or (
            calls >= terms.least_calls and self._failed >= terms.failure_rate * calls
        )

    def _open(self) -> None:
        self._change(self._clock.monotonic_s() + self._terms.open_s)
        self.opened += 1

    def _close(self) -> None:
        self._change(None)

    def _change(self, open_until: float | None) -> None:
        self._open_until, self._probing = open_until, False
        self._ended.clear()
        self._failed = self._in_row = 0
        self._term += 1
