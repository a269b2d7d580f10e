"""Who holds a row, by the table of locks, for those who ask from worker threads."""

from collections.abc import Callable

import anyio.from_thread

from presence_api.entities.catalogue.caller import Caller
from presence_api.entities.writing.patching import HeldBy
from presence_api.live.lock_terms import shown_to
from presence_api.ports.lock_table import LockAddress, LockTable


class LockTableHolders:
    """Looks on the event loop that the thread was started from; `now` in seconds since 1970."""

    def __init__(self, table: LockTable, now: Callable[[], float]) -> None:
        self._table, self._now = table, now

    def other_than(self, caller: Caller, address: LockAddress) -> HeldBy | None:
        found = anyio.from_thread.run(self._table.look, address)
        if found is None:
            return None
        theirs = found.holder
        if (theirs.tenant, theirs.user) == (caller.tenant, caller.user):
            return None
        return HeldBy(shown_to(caller.tenant, theirs).name, self._now() + found.left_s)
