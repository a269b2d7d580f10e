"""Processes that die between any two statements, also after a commit that nobody is told of."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, cast

from presence_api.ports.bulk_work import BulkStep, BulkWork, TakenJob
from presence_api.ports.entity_store import StoredRow
from presence_api.ports.row_writer import RowTransaction, RowWriter
from tests.fakes.bulk import Killed

Written = tuple[str, str, int]
"""A job, and an id and the version that it made of it."""


class Life:
    """`left` is how many statements a process still lives for; None: as long as it likes."""

    def __init__(self) -> None:
        self.left: int | None = None

    def statement(self) -> None:
        """One more. Raises Killed."""
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise Killed


class MortalWriter:
    """A writer whose process dies; `committed` says whether the last transaction was kept."""

    def __init__(self, writer: RowWriter) -> None:
        self._writer, self.life = writer, Life()
        self.committed = False

    @contextmanager
    def begin(self) -> Iterator[RowTransaction]:
        self.committed = False
        with self._writer.begin() as transaction:
            yield cast("RowTransaction", _Dying(transaction, self.life))
            self.life.statement()
        self.committed = True
        self.life.statement()


class MortalWork:
    """Work whose worker dies; `written` has what was kept of all that was written."""

    def __init__(self, work: BulkWork) -> None:
        self._work, self.life = work, Life()
        self.written: list[Written] = []

    def take(self, worker: str, lease_s: float) -> TakenJob | None:
        self.life.statement()
        return self._work.take(worker, lease_s)

    def step(self, job: str, worker: str, lease_s: float) -> AbstractContextManager[BulkStep]:
        return self._step(job, worker, lease_s)

    def remove_ended(self, kept_s: float) -> bool:
        self.life.statement()
        return self._work.remove_ended(kept_s)

    def give_back(self, job: str, worker: str) -> None:
        self.life.statement()
        self._work.give_back(job, worker)

    @contextmanager
    def _step(self, job: str, worker: str, lease_s: float) -> Iterator[BulkStep]:
        self.life.statement()
        with self._work.step(job, worker, lease_s) as step:
            dying = _Dying(step, self.life)
            yield cast("BulkStep", dying)
            self.life.statement()
        self.written += ((job, row.id, row.version or 0) for row in dying.written)
        self.life.statement()


class _Dying:
    """A transaction, each of whose statements may be the last; `written` are rows as it left them.

    It says what the transaction itself says.
    """

    def __init__(self, inner: RowTransaction | BulkStep, life: Life) -> None:
        self._inner, self._life = inner, life
        self.written: list[StoredRow] = []

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return self._mortal(name, found) if callable(found) else found

    def _mortal(self, name: str, done: Callable[..., Any]) -> Callable[..., Any]:
        def do(*said: Any) -> Any:
            self._life.statement()
            found = done(*said)
            if name == "write" and isinstance(found, list | tuple):
                self.written.extend(found)
            return found

        return do
