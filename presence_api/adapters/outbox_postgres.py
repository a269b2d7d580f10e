"""The outbox in Postgres: `rampart.outbox`; shards are held by session-level advisory locks.

Locks and listening need a session of the server's own: no transaction pooler may be between.

A NOTIFY takes a lock of the whole server until its transaction is on disk: writers that all notify
queue for it. So a writer notifies only a relay that sleeps. One that does holds a second lock of
each of its shards, exclusively; a writer tries to share that lock until its transaction ends. If it
can, nobody sleeps, and nobody can fall asleep before its rows are visible.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, LiteralString

import msgspec
from psycopg.abc import Params
from psycopg.types.json import Jsonb, set_json_loads

from presence_api.adapters.postgres import Session, session
from presence_api.ports.outbox import (
    SHARDS,
    Backlog,
    OutboxSession,
    OutgoingEvent,
    WaitingEvent,
    shard_of,
)

LOCKS: Final = 0x6F757462
"""First key of the advisory locks: `outb`. The second is a shard, or PRESENT."""
PRESENT: Final = SHARDS
"""Each session shares this lock: so all know how many they are."""
ASLEEP: Final = 0x6F757473
"""First key of the locks of those who sleep: `outs`. The second is a shard."""
_BRISK_S: Final = 0.02  # while a writer keeps a relay from sleeping
MOST_BYTES: Final = 16 * 2**20
"""Of the values that one read brings; a row alone may be larger."""

_PLANS: Final[Mapping[str, object]] = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
}
"""Always by the primary key: the table grows and shrinks faster than what is known of its size."""

_INSERT: Final = """
WITH inserted AS (
    INSERT INTO rampart.outbox (shard, topic, key, value, headers)
    SELECT * FROM unnest(
        %(shards)s::smallint[], %(topics)s::text[], %(keys)s::text[], %(values)s::bytea[],
        %(headers)s::jsonb[]
    )
)
SELECT pg_notify('rampart_outbox', '')
FROM (SELECT DISTINCT unnest(%(shards)s::smallint[])) AS touched (shard)
WHERE NOT pg_try_advisory_xact_lock_shared(%(asleep)s, shard)
"""
_READ: Final = """
SELECT row.*
FROM unnest(%(shards)s::smallint[]) AS held (shard)
CROSS JOIN LATERAL (
    SELECT shard, seq, topic, key, value, headers
    FROM (
        SELECT *, sum(octet_length(value)) OVER (ORDER BY seq) - octet_length(value) AS before
        FROM (
            SELECT shard, seq, topic, key, value, headers
            FROM rampart.outbox AS waiting
            WHERE shard = held.shard AND NOT EXISTS (
                SELECT FROM rampart.outbox AS parked
                WHERE parked.parked_at IS NOT NULL AND parked.shard = waiting.shard
                  AND parked.topic = waiting.topic AND parked.key = waiting.key
            )
            ORDER BY seq
            LIMIT %(limit)s
        ) AS first
    ) AS measured
    WHERE before < %(most_bytes)s
) AS row
"""
_REMOVE: Final = """
DELETE FROM rampart.outbox
USING unnest(%(shards)s::smallint[], %(seqs)s::bigint[]) AS sent (shard, seq)
WHERE outbox.shard = sent.shard AND outbox.seq = sent.seq
"""
_PARK: Final = """
UPDATE rampart.outbox SET parked_at = clock_timestamp(), parked_reason = %(reason)s
WHERE shard = %(shard)s AND seq = %(seq)s
"""
_BACKLOG: Final = """
SELECT
    (SELECT count(*) FROM rampart.outbox),
    (SELECT coalesce(max(extract(epoch FROM clock_timestamp() - oldest.created_at)), 0)
     FROM generate_series(0, %(last)s) AS each (shard)
     CROSS JOIN LATERAL (
        SELECT created_at FROM rampart.outbox
        WHERE shard = each.shard AND parked_at IS NULL ORDER BY seq LIMIT 1
     ) AS oldest),
    (SELECT count(*) FROM rampart.outbox WHERE parked_at IS NOT NULL)
"""
_RELAYS: Final = """
SELECT count(DISTINCT pid) FROM pg_locks
WHERE locktype = 'advisory' AND granted AND classid = %s AND objid = %s AND objsubid = 2
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_SLEEP: Final = """
SELECT count(*) FROM unnest(%(shards)s::smallint[]) AS held (shard)
WHERE pg_try_advisory_lock(%(asleep)s, shard)
"""
_WAKE: Final = """
SELECT pg_advisory_unlock(%(asleep)s, objid::int) FROM pg_locks
WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND classid = %(asleep)s AND objsubid = 2
"""


def insert_of(events: Sequence[OutgoingEvent]) -> tuple[LiteralString, Mapping[str, Any]]:
    """What a writer's cursor executes, in the transaction of the change, to have events sent.

    A relay that sleeps is told when the transaction commits. The law of order holds for the events
    of a key whose transactions follow one another: a change locks the row that it is about.
    """
    return _INSERT, {
        "shards": [shard_of(event.key) for event in events],
        "topics": [event.topic for event in events],
        "keys": [event.key for event in events],
        "values": [event.value for event in events],
        "asleep": ASLEEP,
        "headers": [Jsonb(dict(event.headers)) for event in events],
    }


class PostgresOutbox:
    """The table by the database's URL; `timeout_s` bounds each statement."""

    def __init__(self, url: str, timeout_s: float = 10.0) -> None:
        self._url, self._timeout_s = url, timeout_s

    @contextmanager
    def session(self) -> Iterator[OutboxSession]:
        with session(
            self._url, self._timeout_s, "rampart outbox relay", settings=_PLANS
        ) as connection:
            set_json_loads(msgspec.json.decode, connection)
            connection.ask("SELECT pg_advisory_lock_shared(%s, %s)", (LOCKS, PRESENT))
            connection.ask("LISTEN rampart_outbox")
            yield _PostgresSession(connection)


class _PostgresSession:
    def __init__(self, connection: Session) -> None:
        self._connection = connection
        self._held: set[int] = set()
        self._asleep = False

    def relays(self) -> int:
        return int(self._one(_RELAYS, (LOCKS, PRESENT))[0])

    def take(self, shard: int) -> bool:
        self._wake()
        taken = bool(self._one("SELECT pg_try_advisory_lock(%s, %s)", (LOCKS, shard))[0])
        if taken:
            self._held.add(shard)
        return taken

    def give_back(self, shard: int) -> None:
        self._wake()
        self._held.discard(shard)
        self._connection.ask("SELECT pg_advisory_unlock(%s, %s)", (LOCKS, shard))

    def read(self, shards: Collection[int], limit: int) -> Sequence[WaitingEvent]:
        self._connection.wait_told(0)  # what was told piles up in the client while nobody waits
        most_bytes = MOST_BYTES // max(1, len(shards))
        wanted = {"shards": sorted(shards), "limit": limit, "most_bytes": most_bytes}
        rows = [
            WaitingEvent(shard, seq, OutgoingEvent(topic, key, value, headers))
            for shard, seq, topic, key, value, headers in self._connection.ask(
                _READ, wanted, binary=True
            )
        ]
        if rows:
            self._wake()
        return sorted(rows, key=lambda row: (row.shard, row.seq))

    def remove(self, rows: Sequence[WaitingEvent]) -> None:
        sent = {"shards": [row.shard for row in rows], "seqs": [row.seq for row in rows]}
        self._connection.ask(_REMOVE, sent)

    def park(self, row: WaitingEvent, reason: str) -> None:
        found = {"shard": row.shard, "seq": row.seq, "reason": reason}
        self._connection.ask(_PARK, found)

    def backlog(self) -> Backlog:
        rows, oldest_s, parked = self._one(_BACKLOG, {"last": SHARDS - 1})
        return Backlog(int(rows), float(oldest_s), int(parked))

    def check(self) -> None:
        self._one("SELECT 1", ())

    def wait(self, timeout_s: float) -> None:
        if self._asleep:
            self._connection.wait_told(timeout_s)
        elif not self._fall_asleep():
            self._connection.wait_told(min(_BRISK_S, timeout_s))
        # Else the caller looks again at once: what was committed until now, nobody tells it of.

    def _fall_asleep(self) -> bool:
        """False while a transaction that has inserted is open: its end will not be told."""
        self._asleep = True
        locked = self._one(_SLEEP, {"asleep": ASLEEP, "shards": sorted(self._held)})[0]
        if locked < len(self._held):
            self._wake()
        return self._asleep

    def _wake(self) -> None:
        if self._asleep:
            self._asleep = False
            self._connection.ask(_WAKE, {"asleep": ASLEEP})

    def _one(self, query: LiteralString, values: Params) -> tuple[Any, ...]:
        row = self._connection.ask(query, values).fetchone()
        assert row is not None  # noqa: S101 - each of these asks for one row
        return row
