"""Commits that are not waited for longer than their caller can.

The client waits 45 s for a coordinator that is away, and no setting of a group in the broker's own
protocol makes that shorter; meanwhile a member could neither say so nor end.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from typing import Final

from confluent_kafka import TopicPartition

Positions = Sequence[TopicPartition]
_NAME: Final = "rampart-commit"


class BoundedCommit:
    """One commit at a time; one that is late goes on behind its caller, who asks again.

    Committing the same positions twice changes nothing, so what became of a late one is not told.
    """

    def __init__(
        self, commit: Callable[[Positions], Sequence[TopicPartition] | None], timeout_s: float
    ) -> None:
        self._commit, self._timeout_s = commit, timeout_s
        self._last: Future[Sequence[TopicPartition] | None] | None = None

    def __call__(self, places: Positions) -> Sequence[TopicPartition]:
        """What the broker answered for each. Raises TimeoutError, and what the client raises."""
        if self._last is not None and wait([self._last], self._timeout_s).not_done:
            raise TimeoutError(self._words)
        self._last = asked = Future[Sequence[TopicPartition] | None]()
        threading.Thread(target=self._ask, args=(asked, places), name=_NAME, daemon=True).start()
        if wait([asked], self._timeout_s).not_done:
            raise TimeoutError(self._words)
        return asked.result() or ()

    @property
    def _words(self) -> str:
        return f"a commit was not answered in {self._timeout_s:.0f} s"

    def _ask(self, asked: Future[Sequence[TopicPartition] | None], places: Positions) -> None:
        try:
            asked.set_result(self._commit(places))
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            asked.set_exception(error)
