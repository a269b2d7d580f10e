"""An event loop in a time of its own: waiting takes none, and waiting for nothing is an error."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class NothingWillHappen(Exception):
    """Everybody waits, and nothing is due: on a real loop this is for ever."""


class FakeLoop(asyncio.SelectorEventLoop):
    """Its clock jumps to what is due next."""

    def __init__(self) -> None:
        self._now = 1000.0
        super().__init__(_JumpingSelector(self))

    def time(self) -> float:
        return self._now

    def jump(self, seconds: float | None) -> None:
        """Let so much time pass; None is for ever."""
        if seconds is None:
            raise NothingWillHappen
        self._now += seconds


class _JumpingSelector(selectors.SelectSelector):
    def __init__(self, loop: FakeLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self._loop.jump(timeout)
        return super().select(0)


def run_timeless(work: Coroutine[Any, Any, T]) -> T:
    """As `asyncio.run`, in no time; what is only logged there, and tasks left over, are errors."""
    loop = FakeLoop()
    logged: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _, context: logged.append(context))
    try:
        found = loop.run_until_complete(work)
        left = asyncio.all_tasks(loop)
        assert not left, f"{len(left)} tasks are left"
        assert not logged, logged
        return found
    finally:
        loop.close()
