"""Events that flow while something else happens."""

import threading
from types import TracebackType
from typing import Self

from orchestration.composition import compose
from tests.eventually import eventually
from tests.faults.preaggs.ground import Ground

PAUSE_S = 0.03


class Stream:
    """Produces single events without a stop while its block lasts; each delivery is confirmed."""

    def __init__(self, ground: Ground) -> None:
        self.sent = 0
        self._ground = ground
        # A producer of its own: the ground's is not for two threads.
        self._sink = compose(ground.settings).sink
        self._stop = threading.Event()
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=self._flow, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()
        if error is None:
            self._flowed()

    def await_more(self, count: int) -> None:
        """Wait until so many more events are in the log."""
        wanted = self.sent + count
        eventually(self._flowed, lambda sent: sent >= wanted, f"{wanted} events sent")

    def _flowed(self) -> int:
        if self._fault is not None:
            raise AssertionError("the stream broke") from self._fault
        return self.sent

    def _flow(self) -> None:
        try:
            while not self._stop.wait(PAUSE_S):
                day = self._ground.day(self.sent)
                event = self._ground.event("orders.by_day", day)
                self._sink.publish(self._ground.topic, [event])
                self.sent += 1
        except Exception as error:  # noqa: BLE001 - handed to the thread that waits
            self._fault = error
