"""The audit trail in the table `audit_event`."""

from collections.abc import Sequence
from dataclasses import asdict, fields

from psycopg import sql

from orchestration.adapters.postgres import Postgres
from orchestration.ports.audit_trail import AuditEntry

_COLUMNS = [field.name for field in fields(AuditEntry)]
_INSERT = sql.SQL(
    "INSERT INTO rampart.audit_event ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING"
).format(
    columns=sql.SQL(", ").join(map(sql.Identifier, _COLUMNS)),
    values=sql.SQL(", ").join(map(sql.Placeholder, _COLUMNS)),
)


class PostgresAuditTrail:
    """Written by the audit sink only."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres

    def store(self, entries: Sequence[AuditEntry]) -> int:
        if not entries:
            return 0
        with self._postgres.connection() as connection, connection.cursor() as cursor:
            cursor.executemany(_INSERT, [asdict(entry) for entry in entries])
            return cursor.rowcount
