"""Who holds rows, by the table of locks, for those who ask from worker threads."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Protocol

import anyio.from_thread
from anyio.from_thread import BlockingPortal, start_blocking_portal

from presence_api.caller import Caller
from presence_api.entities.writing.patching import HeldBy
from presence_api.live.lock_terms import shown_to
from presence_api.ports.lock_table import (
    Lock,
    LockAddress,
    LocksUnavailable,
    LockSurvey,
    LockTable,
)


class Looking(LockTable, LockSurvey, Protocol):
    """Looks at one, and at many."""


class LockTableHolders:
    """Looks on the event loop that the thread was started from; `now` in seconds since 1970."""

    def __init__(self, table: Looking, now: Callable[[], float]) -> None:
        self._table, self._now = table, now

    def other_than(self, caller: Caller, address: LockAddress) -> HeldBy | None:
        found = anyio.from_thread.run(self._table.look, address)
        return None if found is None else _held_by(caller, found, self._now())

    def among(
        self, caller: Caller, addresses: Sequence[LockAddress]
    ) -> Mapping[LockAddress, HeldBy]:
        found = anyio.from_thread.run(self._table.held_among, addresses)
        return _held_among(caller, found, self._now())


class SurveyedHolders:
    """Looks at many on an event loop of its own: any thread may ask. `close` is done on it too.

    Nobody knows of locks before `start` and after `stop`.
    """

    def __init__(
        self, survey: LockSurvey, now: Callable[[], float], close: Callable[[], None]
    ) -> None:
        self._survey, self._now, self._close = survey, now, close
        self._portal: BlockingPortal | None = None
        self._running = ExitStack()

    def start(self) -> None:
        """Begin to run the loop."""
        self._portal = self._running.enter_context(start_blocking_portal())

    def stop(self) -> None:
        """End it; who asks then is told that nobody knows."""
        portal, self._portal = self._portal, None
        if portal is not None:
            portal.call(self._close)
            self._running.close()

    def among(
        self, caller: Caller, addresses: Sequence[LockAddress]
    ) -> Mapping[LockAddress, HeldBy]:
        portal = self._portal
        if portal is None:
            raise LocksUnavailable("nobody looks")
        try:
            found = portal.call(self._survey.held_among, addresses)
        except RuntimeError as error:  # it was stopped meanwhile
            raise LocksUnavailable(str(error)) from error
        return _held_among(caller, found, self._now())


def _held_among(
    caller: Caller, found: Mapping[LockAddress, Lock], now: float
) -> Mapping[LockAddress, HeldBy]:
    held = {one: _held_by(caller, lock, now) for one, lock in found.items()}
    return {one: holder for one, holder in held.items() if holder is not None}


def _held_by(caller: Caller, lock: Lock, now: float) -> HeldBy | None:
    """As the caller may see them; None for one's own lock."""
    theirs = lock.holder
    if (theirs.tenant, theirs.user) == (caller.tenant, caller.user):
        return None
    return HeldBy(shown_to(caller.tenant, theirs).name, now + lock.left_s)
