"""Answers that come later than their readers could wait: each is fetched by its fingerprint."""

import asyncio
from dataclasses import dataclass
from typing import ClassVar, Final

from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from presence_api.reporting.answering.served import Served
from presence_api.reporting.guarding.cache_key import Audience

KEPT_S: Final = 300.0
"""How long an answer waits to be fetched once it is there."""


class ResultUnknown(RampartError):
    """Nobody with the caller's rights waits for a result of that fingerprint."""

    code: ClassVar[str] = "RPT-213"
    hint: ClassVar[str] = "Ask for the report again; a result waits some minutes to be fetched."


@dataclass(frozen=True, slots=True)
class Place:
    """Whose result of what: whoever is shown other rows does not find it."""

    audience: Audience
    fingerprint: str


@dataclass(slots=True)
class _Later:
    answer: asyncio.Task[Served]
    readers: int
    ended_s: float | None = None


class PostponedAnswers:
    """At most `most` at once. Calls go on while somebody is interested, and no longer."""

    def __init__(self, clock: Clock, most: int) -> None:
        self._clock, self._most = clock, most
        self._later: dict[Place, _Later] = {}

    def __len__(self) -> int:
        return len(self._later)

    def keep(self, place: Place, answer: asyncio.Task[Served]) -> bool:
        """Let this call go on; False if there are too many such already.

        An earlier one of the same place ends: it knows less.
        """
        self._forget()
        before = self._later.get(place)
        if before is None and len(self._later) >= self._most:
            return False
        if before is not None:
            before.answer.cancel()
        later = _Later(answer, 1 + (before.readers if before else 0))
        self._later[place] = later
        answer.add_done_callback(lambda task: self._ended(later, task))
        return True

    def find(self, place: Place) -> "asyncio.Task[Served]":
        """The call, which may have ended. Raises ResultUnknown."""
        self._forget()
        found = self._later.get(place)
        if found is None:
            raise ResultUnknown(place.fingerprint)
        return found.answer

    def leave(self, place: Place) -> bool:
        """One reader is not interested any more; with the last one the call ends.

        False: there is none.
        """
        found = self._later.get(place)
        if found is None:
            return False
        found.readers -= 1
        if not found.readers:
            del self._later[place]
            found.answer.cancel()
        return True

    async def stop(self) -> None:
        """End all calls."""
        tasks = [one.answer for one in self._later.values()]
        self._later.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, later: _Later, task: "asyncio.Task[Served]") -> None:
        later.ended_s = self._clock.monotonic_s()
        if not task.cancelled():
            task.exception()  # told to whoever fetches it; nobody may

    def _forget(self) -> None:
        before_s = self._clock.monotonic_s() - KEPT_S
        self._later = {
            place: one
            for place, one in self._later.items()
            if one.ended_s is None or one.ended_s > before_s
        }
