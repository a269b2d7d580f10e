"""Threads that move only when told to, so that any interleaving of two programs can be tried.

A program asks at each of its steps which of some ways it goes; whoever holds its strings answers,
or kills it there.
"""

import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Any, Final, TypeVar

T = TypeVar("T")
PATIENCE_S: Final = 10.0
_CURRENT: Final = threading.local()


class Killed(BaseException):
    """The process ends here; nothing catches it."""


def way(*ways: T) -> T:
    """A step: the way that this thread goes; the first where nobody holds the strings."""
    puppet: Puppet | None = getattr(_CURRENT, "puppet", None)
    return ways[0] if puppet is None else puppet.ask(ways)


class Puppet:
    """A program that stands at a step, with its `ways`, or has ended."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._asked: SimpleQueue[Sequence[Any] | BaseException | None] = SimpleQueue()
        self._answers: SimpleQueue[Any] = SimpleQueue()
        self._work = work
        self.ways: Sequence[Any] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._await_step()

    @property
    def ended(self) -> bool:
        """Has it done all it had to, or been killed?"""
        return self.ways is None

    def go(self, number: int) -> None:
        """Let it go one of its ways, until its next step."""
        assert self.ways is not None
        self._answers.put(self.ways[number])
        self._await_step()

    def kill(self) -> None:
        """Let it die where it stands; what it held is for the caller to take from it."""
        while not self.ended:
            self._answers.put(Killed())
            self._await_step()

    def ask(self, ways: Sequence[T]) -> T:
        """Called by the program itself."""
        self._asked.put(ways)
        answer: T | Killed = self._answers.get(timeout=PATIENCE_S)
        if isinstance(answer, Killed):
            raise answer
        return answer

    def _await_step(self) -> None:
        asked = self._asked.get(timeout=PATIENCE_S)
        self.ways = None if isinstance(asked, BaseException) else asked
        if self.ways is None:
            self._thread.join(PATIENCE_S)
        if isinstance(asked, BaseException):
            raise asked

    def _run(self) -> None:
        _CURRENT.puppet = self
        try:
            self._work()
        except Killed:
            self._asked.put(None)
        except BaseException as fault:  # noqa: BLE001 - it is told to whoever holds the strings
            self._asked.put(fault)
        else:
            self._asked.put(None)
