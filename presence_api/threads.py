"""Work that waits, kept away from the event loop: once, or for as long as a process runs."""

import threading
from collections.abc import Callable
from typing import Final, TypeVar

import anyio

T = TypeVar("T")
STOP_S: Final = 5.0


async def elsewhere(work: Callable[[], T]) -> T:
    """Do it in a worker thread; who is cancelled meanwhile does not wait for its end."""
    return await anyio.to_thread.run_sync(work, abandon_on_cancel=True)


class WorkerThread:
    """A part of a running service in a thread of its own; `run` ends once its event is set.

    `stop_s`: how long its end is waited for.
    """

    def __init__(
        self, name: str, run: Callable[[threading.Event], object], stop_s: float = STOP_S
    ) -> None:
        self._stop, self._stop_s = threading.Event(), stop_s
        self._thread = threading.Thread(target=run, args=(self._stop,), name=name, daemon=True)

    @property
    def alive(self) -> bool:
        """Does it run? If not, only a new process helps."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_s: float | None = None) -> bool:
        """Ask it to end what it has begun; False if it has not within `timeout_s`, or `stop_s`."""
        self._stop.set()
        self._thread.join(self._stop_s if timeout_s is None else timeout_s)
        return not self._thread.is_alive()
