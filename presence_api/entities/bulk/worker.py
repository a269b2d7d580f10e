"""The worker of bulk updates in a thread of its own: the database is waited for outside Python."""

import threading
from typing import Final

from presence_api.entities.bulk.runner import BulkRunner
from presence_api.threads import WorkerThread

IDLE_S: Final = 0.5


class BulkWorker(WorkerThread):
    """A part of a running service, as its probes see it; it ends after its chunk."""

    name = "bulk updates"

    def __init__(self, runner: BulkRunner, idle_s: float = IDLE_S) -> None:
        super().__init__(self.name, self._run)
        self._runner, self._idle_s = runner, idle_s

    @property
    def fault(self) -> str:
        """Why it does not do its work now; empty: it does."""
        return self._runner.fault

    def _run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            if not self._runner.turn(stop.is_set):
                stop.wait(self._idle_s)
