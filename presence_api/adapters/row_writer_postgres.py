"""Rows of entities changed in Postgres, with fence, edit and outbox in the same transaction."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

import psycopg
from psycopg.sql import SQL

from presence_api.adapters.entity_pool import Pooled, entity_pool, told, translated
from presence_api.adapters.entity_sql import Statement, Update
from presence_api.adapters.entity_store_postgres import RowReader
from presence_api.adapters.outbox_postgres import insert_of
from presence_api.adapters.postgres import Session
from presence_api.adapters.write_guard_postgres import PostgresWriteGuard
from presence_api.ports.entity_store import (
    EntityMisfit,
    EntityStoreUnavailable,
    RowQuery,
    SearchTooSlow,
    StoredRow,
)
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.outbox import OutgoingEvent
from presence_api.ports.row_conditions import Condition, StoredColumn, Value
from presence_api.ports.row_writer import (
    Edit,
    KeyReused,
    RepeatableRequest,
    RowTransaction,
    ValueRefused,
)

_CHANGING: Final = """
SELECT extract(epoch FROM expires_at)::float8 FROM rampart.mutation
WHERE (tenant, entity, id) = (%s, %s, %s) AND expires_at > clock_timestamp()
"""
_LAST_EDIT: Final = """
SELECT version, user_id, user_name, changed_at, attributes FROM rampart.entity_change
WHERE (tenant, entity, id) = (%s, %s, %s)
"""
_RECORD: Final = """
INSERT INTO rampart.entity_change
    (tenant, entity, id, version, user_id, user_name, changed_at, attributes)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (tenant, entity, id) DO UPDATE SET
    version = EXCLUDED.version, user_id = EXCLUDED.user_id, user_name = EXCLUDED.user_name,
    changed_at = EXCLUDED.changed_at, attributes = EXCLUDED.attributes
"""
_DONE: Final = """
SELECT fingerprint, version FROM rampart.repeatable_request
WHERE (tenant, user_id, key) = (%s, %s, %s) AND done_at > clock_timestamp() - interval '1 day'
"""
_KEEP: Final = """
INSERT INTO rampart.repeatable_request AS kept (tenant, user_id, key, fingerprint, version)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (tenant, user_id, key) DO UPDATE SET
    fingerprint = EXCLUDED.fingerprint, version = EXCLUDED.version, done_at = EXCLUDED.done_at
WHERE kept.done_at <= clock_timestamp() - interval '1 day'
"""
_FORGET: Final = """
DELETE FROM rampart.repeatable_request WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM rampart.repeatable_request
    WHERE done_at <= clock_timestamp() - interval '1 day'
    ORDER BY done_at LIMIT 10 FOR UPDATE SKIP LOCKED
))
"""


class PostgresRowWriter(Pooled):
    """Writes through a pool; `timeout_s` bounds each wait, also the one for a row's lock."""

    def __init__(
        self, url: str, timeout_s: float, guard: PostgresWriteGuard, connections: int = 8
    ) -> None:
        super().__init__(entity_pool(url, timeout_s, connections, {}))
        self._guard = guard

    @contextmanager
    def begin(self) -> Iterator[RowTransaction]:
        with waited(), self._pool.connection() as connection, connection.transaction():
            yield _Transaction(connection, self._guard)


class _Transaction:
    def __init__(self, connection: Session, guard: PostgresWriteGuard) -> None:
        self._connection, self._guard = connection, guard

    def lock(self, query: RowQuery) -> StoredRow | None:
        return self._row(query, locked=True)

    def changing_until(self, address: LockAddress) -> float | None:
        found = self._connection.execute(_CHANGING, _key(address)).fetchone()
        return None if found is None else float(found[0])

    def admit(self, address: LockAddress, subject: str, token: str) -> int:
        return self._guard.admit(self._connection, address, subject, token)

    def last_edit(self, address: LockAddress) -> Edit | None:
        found = self._connection.execute(_LAST_EDIT, _key(address)).fetchone()
        if found is None:
            return None
        version, user, name, at_utc, attributes = found
        return Edit(version, user, name, at_utc, tuple(attributes))

    def write(
        self, query: RowQuery, key: Condition, values: Mapping[StoredColumn, Value | None]
    ) -> StoredRow:
        update = Update(query.source, key, values)
        try:
            changed = self._connection.execute(update.text, update.values).rowcount
        except (psycopg.IntegrityError, psycopg.DataError) as error:
            raise ValueRefused(error.diag.message_primary or str(error)) from error
        found = self._row(_of_key(query, key))
        if changed != 1 or found is None:
            raise EntityMisfit(f"an update changed {changed} rows, not one")
        return found

    def done(self, request: RepeatableRequest) -> int | None:
        key = (request.tenant, request.user, request.key)
        found = self._connection.execute(_DONE, key).fetchone()
        if found is None:
            return None
        fingerprint, version = found
        if fingerprint != request.fingerprint:
            raise KeyReused(request.key)
        return int(version)

    def keep(self, request: RepeatableRequest, version: int) -> None:
        values = (request.tenant, request.user, request.key, request.fingerprint, version)
        self._connection.execute(_FORGET)
        if self._connection.execute(_KEEP, values).rowcount == 0:  # of another row, meanwhile
            raise KeyReused(request.key)

    def record(self, address: LockAddress, edit: Edit) -> None:
        values = (edit.version, edit.user, edit.name, edit.at_utc, list(edit.attributes))
        self._connection.execute(_RECORD, (*_key(address), *values))

    def tell(self, events: Sequence[OutgoingEvent]) -> None:
        statement, values = insert_of(events)
        self._connection.execute(statement, values)

    def _row(self, query: RowQuery, *, locked: bool = False) -> StoredRow | None:
        select = Statement(query)
        text = SQL("{} FOR UPDATE").format(select.text) if locked else select.text
        with translated():
            found = self._connection.execute(text, select.values).fetchone()
            return None if found is None else RowReader(query).read(found)


def _of_key(query: RowQuery, key: Condition) -> RowQuery:
    return RowQuery(query.source, query.columns, query.order, key, limit=1)


def _key(address: LockAddress) -> tuple[str, str, str]:
    return (address.tenant or "", address.entity, address.id)


@contextmanager
def waited() -> Iterator[None]:
    """What is too slow here has waited for somebody else's transaction: it may pass."""
    try:
        with told():
            yield
    except SearchTooSlow as error:
        raise EntityStoreUnavailable(str(error)) from error
