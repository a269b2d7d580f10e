"""Reads the log of changes for as long as the process runs."""

import asyncio
import logging
from typing import Final

from metamodel.kernel.errors import RampartError
from presence_api.live.background import Background
from presence_api.live.staleness.staleness import Staleness
from presence_api.ports.event_log import EventLog
from presence_api.ports.mutations import Mutations

_LOG: Final = logging.getLogger(__name__)
_BUDGET_S: Final = 1.0
_PAUSE_S: Final = 1.0


class Feed(Background):
    """A part of a process: what the log says becomes what this instance knows.

    What is under way is looked up once in the database, so that a new instance need not read the
    log first. While the log cannot be read nothing is forgotten, and nobody is told that it is
    known.
    """

    name = "changes"

    def __init__(self, log: EventLog, mutations: Mutations, staleness: Staleness) -> None:
        super().__init__("not read yet")
        self._log, self._mutations, self._staleness = log, mutations, staleness
        self._looked = False

    async def stop(self) -> None:
        """End, and read no more."""
        await super().stop()
        await self._log.close()

    async def step(self, budget_s: float = _BUDGET_S) -> bool:
        """Read once; False if there was nothing that could be read."""
        await self._look()
        try:
            found = await self._log.read(budget_s)
        except RampartError as error:
            if not self._fault:
                _LOG.warning("changes cannot be read: %s", error)
            self._fault = error.explain()
            self._staleness.know(False)
            return False
        self._staleness.unreadable += found.unreadable
        self._staleness.behind = found.behind
        self._staleness.take(found.events)
        self._staleness.know(found.current)
        self._fault = "" if found.current else "what was missed is being read"
        return True

    async def _look(self) -> None:
        if self._looked:
            return
        try:
            self._staleness.look(await self._mutations.under_way())
        except RampartError as error:
            _LOG.warning("what is being changed cannot be looked up: %s", error)
        else:
            self._looked = True

    async def _run(self) -> None:
        while True:
            if not await self.step():
                await asyncio.sleep(_PAUSE_S)
