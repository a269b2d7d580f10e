"""Which tickets have let somebody in, at whichever instance."""

from collections.abc import Callable
from functools import partial
from typing import Final

from presence_api.live.backplane.channels import ticket_mark
from presence_api.live.lock_watch import Spawn
from presence_api.ports.bus import Bus, BusUnavailable

LONGEST_S: Final = 60.0
"""No ticket is good for longer."""


class TicketMarks:
    """Marks on the bus; while it cannot be reached, whoever asks is believed."""

    def __init__(self, bus: Bus, spawn: Spawn) -> None:
        self._bus, self._spawn = bus, spawn
        self.up = False

    def use(self, ticket: str, then: Callable[[bool], object]) -> None:
        """Tell `then` whether nobody has used that ticket before."""
        if self.up:
            self._spawn(partial(self._use, ticket, then))
        else:
            then(True)

    async def _use(self, ticket: str, then: Callable[[bool], object]) -> None:
        try:
            first = await self._bus.is_first(ticket_mark(ticket), LONGEST_S)
        except BusUnavailable:
            first = True
        then(first)
