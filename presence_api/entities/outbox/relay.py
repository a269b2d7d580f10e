"""The relay: takes rows from the outbox to the broker, those of a key in their order.

The law: the first appearances of a key's events in its topic are in row order, and no committed
row is lost. It holds whatever is killed, and even while two relays send the same shard: each reads
a shard from its first row on and sends without a gap, and a row is deleted only once it and all
before it were acknowledged; so when an event is in the log, all earlier ones of its key are there
before it.

The lock of a shard gives that two relays do so only for a moment. One whose session has ended finds
out within seconds, throws its queue away and stops; until then, and with the one request that may
be on its way then, it sends again what its successor sends. Readers drop duplicates by event id.
"""

import logging
from typing import Final

from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from presence_api.entities.outbox.shift import Pace, Shift, Stop
from presence_api.entities.outbox.standing import Standing
from presence_api.ports.ordered_sender import OrderedSender
from presence_api.ports.outbox import Outbox

_LOG: Final = logging.getLogger(__name__)
BACK_OFF_S: Final = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Waits after failures in a row; the last is repeated."""


class Relay:
    """Any number of them share the shards. `standing` says how this one does."""

    def __init__(
        self, outbox: Outbox, sender: OrderedSender, clock: Clock, pace: Pace | None = None
    ) -> None:
        self._outbox, self._sender, self._clock = outbox, sender, clock
        self._pace = pace or Pace()
        self._in_a_row = 0
        self.standing = Standing()

    def run(self, stop: Stop) -> None:
        """Relay until asked to stop. Whatever of broker or database fails, it begins anew."""
        while not stop.is_set():
            try:
                self._shift(stop)
            except RampartError as fault:
                self._note(fault)
                # Others may reach what this one cannot: meanwhile its shards are theirs.
                stop.wait(BACK_OFF_S[min(self._in_a_row, len(BACK_OFF_S)) - 1])
        self._sender.discard()
        self.standing.fault = "stopped"

    def _shift(self, stop: Stop) -> None:
        clock, pace = self._clock, self._pace
        try:
            with self._outbox.session() as session:
                Shift(session, self._sender, self.standing, clock=clock, pace=pace).work(stop)
        finally:
            self.standing.shards = frozenset()

    def _note(self, fault: RampartError) -> None:
        self._sender.discard()
        worked = not self.standing.fault
        self._in_a_row = 1 if worked else self._in_a_row + 1
        self.standing.failures[fault.code] += 1
        self.standing.fault = fault.explain()
        _LOG.warning("outbox relay: %s", fault.explain())
