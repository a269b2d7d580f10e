"""The table of events that wait to be sent, as its writers and its relay see it."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Final, Protocol
from zlib import crc32

from metamodel.kernel.errors import RampartError

SHARDS: Final = 16


class OutboxUnavailable(RampartError):
    """The outbox cannot be reached; every shard that was held by the session is lost with it."""

    code = "OBX-001"
    retryable = True
    hint = "Look at Postgres and at RAMPART_DATABASE_URL; rows wait and are sent later."


def shard_of(key: str) -> int:
    """The shard of a key: all rows of a key are in one."""
    return crc32(key.encode()) % SHARDS


@dataclass(frozen=True, slots=True)
class OutgoingEvent:
    """An event as it shall lie in its topic; `value` is encoded, `headers` are texts."""

    topic: str
    key: str
    value: bytes = field(repr=False)
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """A row of the outbox. `seq` rises in the order in which rows of one key were inserted."""

    shard: int
    seq: int
    event: OutgoingEvent

    @property
    def track(self) -> tuple[str, str]:
        """What is kept in order: the events of a key in a topic."""
        return self.event.topic, self.event.key


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many rows wait, how old the oldest of those is that may be sent, how many are parked."""

    rows: int
    oldest_age_s: float
    parked_rows: int


class OutboxSession(Protocol):
    """One connection. Shards are held by it, and by it alone, until it ends however it ends.

    Every method raises OutboxUnavailable when the connection is lost.
    """

    def relays(self) -> int:
        """How many sessions there are, this one included."""
        ...

    def take(self, shard: int) -> bool:
        """Hold a shard, unless another session does; asked once for each that is not held."""
        ...

    def give_back(self, shard: int) -> None:
        """Let others hold a shard."""
        ...

    def read(self, shards: Collection[int], limit: int) -> Sequence[WaitingEvent]:
        """The first rows of each shard, at most `limit` of each, by shard and `seq`.

        Less where rows are large. Parked rows and what waits behind them are left out.
        """
        ...

    def remove(self, rows: Sequence[WaitingEvent]) -> None:
        """Delete these rows, and no other: an earlier `seq` may be committed later."""
        ...

    def park(self, row: WaitingEvent, reason: str) -> None:
        """Leave a row, and later ones of its track, out of what is read."""
        ...

    def backlog(self) -> Backlog:
        """What waits now, in all shards."""
        ...

    def check(self) -> None:
        """Ask for a sign of life."""
        ...

    def wait(self, timeout_s: float) -> None:
        """Return when rows may have been inserted since the last `read`, or after `timeout_s`.

        Writers that say nothing are found after the latter.
        """
        ...


class Outbox(Protocol):
    """Where sessions come from."""

    def session(self) -> AbstractContextManager[OutboxSession]:
        """A new session; at the end of the block nothing is held any more."""
        ...
