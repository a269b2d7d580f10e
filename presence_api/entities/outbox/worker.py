"""The relay in a thread of its own.

Both clients, Postgres and Kafka, wait in C without holding the interpreter; a thread leaves the
event loop of a server beside it alone, and needs no second way to do everything in.
"""

from presence_api.entities.outbox.relay import Relay
from presence_api.threads import WorkerThread


class RelayWorker(WorkerThread):
    """A part of a running service, as its probes see it."""

    name = "outbox relay"

    def __init__(self, relay: Relay) -> None:
        super().__init__(self.name, relay.run)
        self._relay = relay

    @property
    def fault(self) -> str:
        """Why it does not do its work now; empty: it does."""
        return self._relay.standing.fault
