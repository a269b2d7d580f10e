"""The worker of bulk updates in a thread of its own: the database is waited for outside Python."""

import threading
from typing import Final

from presence_api.entities.bulk.runner import BulkRunner

STOP_S: Final = 5.0
IDLE_S: Final = 0.5


class BulkWorker:
    """A part of a running service, as its probes see it."""

    name = "bulk updates"

    def __init__(self, runner: BulkRunner, idle_s: float = IDLE_S) -> None:
        self._runner, self._idle_s = runner, idle_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)

    @property
    def alive(self) -> bool:
        """Does it run? If not, only a new process helps."""
        return self._thread.is_alive()

    @property
    def fault(self) -> str:
        """Why it does not do its work now; empty: it does."""
        return self._runner.fault

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_s: float = STOP_S) -> bool:
        """Ask it to end after its chunk; False if it has not within `timeout_s`."""
        self._stop.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stop.is_set():
            if not self._runner.turn(self._stop.is_set):
                self._stop.wait(self._idle_s)
