"""Equal questions that are asked at the same time make one call."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import ClassVar, Generic, TypeVar

from metamodel.kernel.errors import RampartError

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class AnswerNotInTime(RampartError):
    """No answer came within the time that the asker had."""

    code: ClassVar[str] = "RPT-203"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Ask again: while somebody waits for the same, its call goes on."


class CallStopped(RampartError):
    """The call that an answer was awaited from was stopped by somebody else."""

    code: ClassVar[str] = "RPT-204"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Ask again; the service may be shutting down."


class SingleFlight(Generic[K, T]):
    """At most one call a key at any time. Nothing is remembered of a call that has ended.

    The call is cancelled when nobody waits for it any more; who asks after that gets a call of
    their own, which begins once the cancelled one has cleaned up behind itself.
    """

    def __init__(self) -> None:
        self._flights: dict[K, _Flight[T]] = {}

    def __len__(self) -> int:
        return len(self._flights)

    async def ask(self, key: K, call: Callable[[], Awaitable[T]], within_s: float) -> T:
        """The answer of `call`, or of the one that is under way for this key; an error too.

        Raises AnswerNotInTime after `within_s`; others go on waiting.
        """
        flight = self._flights.get(key)
        if flight is None or flight.given_up:
            flight = self._begin(key, call, flight)
        flight.waiting += 1
        try:
            done, _ = await asyncio.wait([flight.task], timeout=within_s)
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.task.done():
                flight.give_up()
        if not done:
            raise AnswerNotInTime(f"{within_s:g} s")
        if flight.task.cancelled():
            raise CallStopped("the call was cancelled")
        return flight.task.result()

    def _begin(
        self, key: K, call: Callable[[], Awaitable[T]], before: "_Flight[T] | None"
    ) -> "_Flight[T]":
        flight = _Flight(call, before)
        self._flights[key] = flight
        flight.task.add_done_callback(lambda _: self._end(key, flight))
        return flight

    def _end(self, key: K, flight: "_Flight[T]") -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
            if (before := _unfinished(flight.before)) is not None:
                self._flights[key] = before  # which is still cleaning up
        if not flight.task.cancelled():
            flight.task.exception()  # told to whoever waits; nobody may be left


class _Flight(Generic[T]):
    """One call and how many wait for it."""

    def __init__(self, call: Callable[[], Awaitable[T]], before: "_Flight[T] | None") -> None:
        self.waiting = 0
        self.given_up = False
        self.before = before
        self.task = asyncio.get_running_loop().create_task(_after(self.before, call))

    def give_up(self) -> None:
        self.given_up = True
        self.task.cancel()


async def _after(before: "_Flight[T] | None", call: Callable[[], Awaitable[T]]) -> T:
    while (before := _unfinished(before)) is not None:
        await asyncio.wait([before.task])
    return await call()


def _unfinished(flight: "_Flight[T] | None") -> "_Flight[T] | None":
    """The newest that has not ended: itself, or one before it."""
    while flight is not None and flight.task.done():
        flight = flight.before
    return flight
