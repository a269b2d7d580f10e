"""The relay in a thread of its own.

Both clients, Postgres and Kafka, wait in C without holding the interpreter; a thread leaves the
event loop of a server beside it alone, and needs no second way to do everything in.
"""

import threading
from typing import Final

from presence_api.entities.outbox.relay import Relay

STOP_S: Final = 5.0


class RelayWorker:
    """A part of a running service, as its probes see it."""

    name = "outbox relay"

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=relay.run, args=(self._stop,), name=self.name, daemon=True
        )

    @property
    def alive(self) -> bool:
        """Does it run? If not, only a new process helps."""
        return self._thread.is_alive()

    @property
    def fault(self) -> str:
        """Why it does not do its work now; empty: it does."""
        return self._relay.standing.fault

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_s: float = STOP_S) -> bool:
        """Ask it to end what it has begun; False if it has not within `timeout_s`."""
        self._stop.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()
