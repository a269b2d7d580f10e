"""The work on jobs that change many rows, in Postgres: every statement is about a whole chunk."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg.sql import SQL
from psycopg.types.json import Jsonb

from presence_api.adapters.entity_pool import Pooled, entity_pool, translated
from presence_api.adapters.entity_sql import Statement, Update, selected
from presence_api.adapters.entity_store_postgres import RowReader
from presence_api.adapters.outbox_postgres import insert_of
from presence_api.adapters.postgres import Session
from presence_api.adapters.row_writer_postgres import waited
from presence_api.ports.bulk_jobs import Counts, JobState, ListedRow, RowError
from presence_api.ports.bulk_work import Announced, BulkStep, JobLost, Standing, TakenJob
from presence_api.ports.entity_store import RowQuery, StoredRow
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.outbox import OutgoingEvent
from presence_api.ports.row_conditions import StoredColumn, Value
from presence_api.ports.row_writer import Edit, ValueRefused

_TAKE: Final = """
WITH free AS (
    SELECT id, worker_id FROM rampart.bulk_job
    WHERE ended_at IS NULL AND (lease_until IS NULL OR lease_until < clock_timestamp())
    ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
UPDATE rampart.bulk_job AS job SET
    worker_id = %(worker)s,
    lease_until = clock_timestamp() + make_interval(secs => %(lease_s)s),
    state = CASE state WHEN 'QUEUED' THEN 'RUNNING' ELSE state END,
    started_at = coalesce(started_at, clock_timestamp())
FROM free WHERE job.id = free.id
RETURNING job.id::text, tenant, entity, plan, coalesce(free.worker_id <> %(worker)s, false)
"""
_BEGIN: Final = """
UPDATE rampart.bulk_job SET
    lease_until = clock_timestamp() + make_interval(secs => %(lease_s)s)
WHERE id = %(job)s AND worker_id = %(worker)s AND ended_at IS NULL
RETURNING entity, state, total, done, skipped, failed, operation_id::text, touched
"""
_GIVE_BACK: Final = """
UPDATE rampart.bulk_job SET worker_id = NULL, lease_until = NULL
WHERE id = %s AND worker_id = %s AND ended_at IS NULL
"""
_NEXT: Final = """
SELECT number, tenant, id, version FROM rampart.bulk_row
WHERE job_id = %s AND number > %s AND number <= %s ORDER BY number
"""
_ANNOUNCE: Final = """
INSERT INTO rampart.mutation AS kept (tenant, entity, id, operation_id, job_id, expires_at)
SELECT %(tenant)s, %(entity)s, id, %(operation)s, %(job)s,
    clock_timestamp() + make_interval(secs => %(ttl_s)s)
FROM unnest(%(ids)s::text[]) AS wanted (id)
ON CONFLICT (tenant, entity, id) DO UPDATE SET
    operation_id = EXCLUDED.operation_id, job_id = EXCLUDED.job_id,
    expires_at = EXCLUDED.expires_at
    WHERE kept.expires_at <= clock_timestamp()
RETURNING id, expires_at
"""
_OPERATION: Final = "UPDATE rampart.bulk_job SET operation_id = %s WHERE id = %s"
_ANNOUNCED: Final = """
SELECT id FROM rampart.mutation
WHERE operation_id = %s AND expires_at > clock_timestamp() ORDER BY id FOR UPDATE
"""
_WITHDRAW: Final = "DELETE FROM rampart.mutation WHERE operation_id = %s RETURNING id"
_RECORD: Final = """
INSERT INTO rampart.entity_change
    (tenant, entity, id, version, user_id, user_name, changed_at, attributes)
SELECT %(tenant)s, %(entity)s, id, version, %(user)s, %(name)s, %(at_utc)s, %(attributes)s
FROM unnest(%(ids)s::text[], %(versions)s::bigint[]) AS edit (id, version)
ON CONFLICT (tenant, entity, id) DO UPDATE SET
    version = EXCLUDED.version, user_id = EXCLUDED.user_id, user_name = EXCLUDED.user_name,
    changed_at = EXCLUDED.changed_at, attributes = EXCLUDED.attributes
"""
_ERRORS: Final = """
INSERT INTO rampart.bulk_error (job_id, number, id, code, detail)
SELECT %s, * FROM unnest(%s::integer[], %s::text[], %s::text[], %s::text[])
"""
_ADVANCE: Final = """
UPDATE rampart.bulk_job SET
    done = done + %s, skipped = skipped + %s, failed = failed + %s, touched = coalesce(%s, touched)
WHERE id = %s
"""
_FINISH: Final = """
UPDATE rampart.bulk_job SET
    state = %s, reason = %s, ended_at = clock_timestamp(), worker_id = NULL, lease_until = NULL
WHERE id = %s
"""
_FORGET: Final = "DELETE FROM rampart.bulk_row WHERE job_id = %s"
_REMOVE: Final = """
DELETE FROM rampart.bulk_job WHERE id = (
    SELECT id FROM rampart.bulk_job
    WHERE ended_at < clock_timestamp() - make_interval(secs => %s)
    ORDER BY ended_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
"""


class PostgresBulkWork(Pooled):
    """Works through a pool; `timeout_s` bounds each wait, also the one for a row's lock."""

    def __init__(self, url: str, timeout_s: float, connections: int = 2) -> None:
        super().__init__(entity_pool(url, timeout_s, connections, {}))

    def take(self, worker: str, lease_s: float) -> TakenJob | None:
        with waited(), self._pool.connection() as connection:
            values = {"worker": worker, "lease_s": lease_s}
            found = connection.execute(_TAKE, values).fetchone()
        return None if found is None else TakenJob(*found)

    @contextmanager
    def step(self, job: str, worker: str, lease_s: float) -> Iterator[BulkStep]:
        values = {"job": job, "worker": worker, "lease_s": lease_s}
        with waited(), self._pool.connection() as connection, connection.transaction():
            found = connection.execute(_BEGIN, values).fetchone()
            if found is None:
                raise JobLost(job)
            yield _Step(connection, job, found)

    def give_back(self, job: str, worker: str) -> None:
        with waited(), self._pool.connection() as connection:
            connection.execute(_GIVE_BACK, (job, worker))

    def remove_ended(self, kept_s: float) -> bool:
        with waited(), self._pool.connection() as connection:
            return connection.execute(_REMOVE, (kept_s,)).rowcount > 0


class _Step:
    def __init__(self, connection: Session, job: str, found: Sequence[Any]) -> None:
        self._connection, self._job = connection, job
        self._entity, state, total, done, skipped, failed, operation, touched = found
        counts = Counts(done, skipped, failed)
        self.standing = Standing(JobState(state), total, counts, operation, touched)

    def next_rows(self, limit: int) -> Sequence[ListedRow]:
        over = self.standing.counts.over
        found = self._connection.execute(_NEXT, (self._job, over, over + limit)).fetchall()
        return [
            ListedRow(number, tenant or None, one, version)
            for number, tenant, one, version in found
            if tenant == found[0][1]
        ]

    def announce(self, operation: str, rows: Sequence[ListedRow], ttl_s: float) -> Announced:
        values = {
            "tenant": rows[0].tenant or "",
            "entity": self._entity,
            "operation": operation,
            "job": self._job,
            "ttl_s": ttl_s,
            "ids": [row.id for row in rows],
        }
        found = self._connection.execute(_ANNOUNCE, values).fetchall()
        if not found:
            return Announced(frozenset(), None)
        self._connection.execute(_OPERATION, (operation, self._job))
        return Announced(frozenset(one for one, _ in found), max(until for _, until in found))

    def announced(self, operation: str) -> Collection[str]:
        found = self._connection.execute(_ANNOUNCED, (operation,)).fetchall()
        return frozenset(one for (one,) in found)

    def withdraw(self, operation: str) -> Collection[str]:
        self._connection.execute(_OPERATION, (None, self._job))
        found = self._connection.execute(_WITHDRAW, (operation,)).fetchall()
        return frozenset(one for (one,) in found)

    def lock(self, query: RowQuery) -> Sequence[StoredRow]:
        select = Statement(query)
        text = SQL("{} FOR UPDATE").format(select.text)
        with translated():
            found = self._connection.execute(text, select.values).fetchall()
            reader = RowReader(query)
            return [reader.read(row) for row in found]

    def write(
        self, query: RowQuery, values: Mapping[StoredColumn, Value | None]
    ) -> Sequence[StoredRow]:
        update = Update(query.source, query.where, values)
        text = SQL("{} RETURNING {}").format(update.text, selected(query))
        try:
            with self._connection.transaction():
                found = self._connection.execute(text, update.values).fetchall()
        except (psycopg.IntegrityError, psycopg.DataError) as error:
            raise ValueRefused(error.diag.message_primary or str(error)) from error
        with translated():
            reader = RowReader(query)
            return [reader.read(row) for row in found]

    def record(self, edits: Sequence[tuple[LockAddress, Edit]]) -> None:
        alike: dict[tuple[Any, ...], list[tuple[str, int]]] = {}
        for at, one in edits:
            kind = (at.tenant, at.entity, one.user, one.name, one.at_utc, one.attributes)
            alike.setdefault(kind, []).append((at.id, one.version))
        for (tenant, entity, user, name, at_utc, attributes), those in alike.items():
            ids, versions = zip(*those, strict=True)
            values = {
                "tenant": tenant or "",
                "entity": entity,
                "user": user,
                "name": name,
                "at_utc": at_utc,
                "attributes": list(attributes),
                "ids": list(ids),
                "versions": list(versions),
            }
            self._connection.execute(_RECORD, values)

    def tell(self, events: Sequence[OutgoingEvent]) -> None:
        self._connection.execute(*insert_of(events))

    def advance(
        self, by: Counts, errors: Sequence[RowError], touched: Mapping[str, Any] | None = None
    ) -> None:
        if errors:
            told = [(one.number, one.id, one.code, one.detail) for one in errors]
            columns = [list(column) for column in zip(*told, strict=True)]
            self._connection.execute(_ERRORS, [self._job, *columns])
        now = None if touched is None else Jsonb(dict(touched))
        values = (by.done, by.skipped, by.failed, now, self._job)
        self._connection.execute(_ADVANCE, values)

    def finish(self, state: JobState, reason: str = "") -> None:
        self._connection.execute(_FINISH, (state, reason, self._job))
        self._connection.execute(_FORGET, (self._job,))
