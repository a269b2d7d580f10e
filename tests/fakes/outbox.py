"""The outbox in memory, with sessions that can be cut off."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar

from presence_api.ports.outbox import (
    Backlog,
    OutboxSession,
    OutboxUnavailable,
    OutgoingEvent,
    WaitingEvent,
    shard_of,
)
from tests.fakes.puppets import way


class FakeOutbox:
    """Rows are there once committed; `draw` gives a row its number before that."""

    session_type: "ClassVar[type[FakeSession]]"

    def __init__(self) -> None:
        self.rows: dict[int, WaitingEvent] = {}
        self.parked: dict[int, str] = {}
        self.holders: dict[int, FakeSession] = {}
        self.sessions: list[FakeSession] = []
        self.down = False
        self._seq = 0

    def draw(self, event: OutgoingEvent) -> WaitingEvent:
        """A row as an open transaction has it."""
        self._seq += 1
        return WaitingEvent(shard_of(event.key), self._seq, event)

    def commit(self, *rows: WaitingEvent) -> None:
        """Let others see rows."""
        self.rows |= {row.seq: row for row in rows}

    def insert(self, *events: OutgoingEvent) -> list[WaitingEvent]:
        """Draw and commit."""
        rows = [self.draw(event) for event in events]
        self.commit(*rows)
        return rows

    def sendable(self) -> list[WaitingEvent]:
        """Rows in order by shard and number, without parked ones and what waits behind them.

        Of one moment, as a query's are: other threads insert and remove meanwhile.
        """
        rows = self.rows.copy()
        behind = {rows[seq].track for seq in self.parked.copy() if seq in rows}
        sendable = [row for row in rows.values() if row.track not in behind]
        return sorted(sendable, key=lambda row: (row.shard, row.seq))

    def cut(self, session: "FakeSession") -> None:
        """End a session as the server sees it: its shards are free."""
        if session in self.sessions:
            self.sessions.remove(session)
        held = self.holders.copy().items()
        self.holders = {shard: one for shard, one in held if one is not session}

    @contextmanager
    def session(self) -> Iterator[OutboxSession]:
        way("open a session")
        if self.down:
            raise OutboxUnavailable("fake, down")
        session = self.session_type(self)
        self.sessions.append(session)
        try:
            yield session
        finally:
            self.cut(session)


class FakeSession:
    """One session."""

    def __init__(self, outbox: FakeOutbox) -> None:
        self.outbox = outbox
        self.waits: list[float] = []

    def relays(self) -> int:
        self.check()
        return len(self.outbox.sessions)

    def take(self, shard: int) -> bool:
        self.check()
        return self.outbox.holders.setdefault(shard, self) is self

    def give_back(self, shard: int) -> None:
        self.check()
        if self.outbox.holders.get(shard) is self:
            del self.outbox.holders[shard]

    def read(self, shards: Collection[int], limit: int) -> Sequence[WaitingEvent]:
        way("read")
        self.check()
        rows = [row for row in self.outbox.sendable() if row.shard in shards]
        before = [sum(one.shard == row.shard for one in rows[:n]) for n, row in enumerate(rows)]
        return [row for row, count in zip(rows, before, strict=True) if count < limit]

    def remove(self, rows: Sequence[WaitingEvent]) -> None:
        way("remove")
        self.check()
        for row in rows:
            self.outbox.rows.pop(row.seq, None)

    def park(self, row: WaitingEvent, reason: str) -> None:
        way("park")
        self.check()
        if row.seq in self.outbox.rows:
            self.outbox.parked[row.seq] = reason

    def backlog(self) -> Backlog:
        self.check()
        return Backlog(len(self.outbox.rows), 0.0, len(self.outbox.parked))

    def check(self) -> None:
        if self not in self.outbox.sessions or self.outbox.down:
            raise OutboxUnavailable("fake, cut off")

    def wait(self, timeout_s: float) -> None:
        way("wait")
        self.check()
        self.waits.append(timeout_s)


FakeOutbox.session_type = FakeSession
