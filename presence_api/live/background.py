"""Work that goes on beside everything else, for as long as the process runs."""

import asyncio
import contextlib
from abc import ABC, abstractmethod


class Background(ABC):
    """A part of a process on the event loop; a subclass sets `fault` while it does not work."""

    name: str

    def __init__(self, fault: str) -> None:
        self._fault = fault
        self._task: asyncio.Task[None] | None = None

    @property
    def alive(self) -> bool:
        """Does it run?"""
        return self._task is not None and not self._task.done()

    @property
    def fault(self) -> str:
        """Why it does not do its work now; empty: it does."""
        return self._fault

    def start(self) -> None:
        """Begin, on the running loop."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    @abstractmethod
    async def _run(self) -> None:
        """The work, which never ends by itself."""
