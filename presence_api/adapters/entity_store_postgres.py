"""Rows of entities in Postgres: one SELECT a call, on connections that can only read."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from metamodel.kernel.ids import instance_id
from metamodel.model.attribute import AttributeType
from presence_api.adapters.entity_sql import Statement
from presence_api.adapters.postgres import MARGIN_S, Session
from presence_api.ports.entity_store import (
    EntityMisfit,
    EntityStoreUnavailable,
    JsonScalar,
    RowQuery,
    SearchTooSlow,
    StoredRow,
)
from presence_api.ports.row_conditions import StoredColumn

_IDLE_S: Final = 60.0
_SETTINGS: Final[Mapping[str, str]] = {
    "default_transaction_read_only": "on",
    "timezone": "UTC",
    "datestyle": "ISO",
    "extra_float_digits": "1",  # the shortest text that means this float
}
_WHOLE: Final = frozenset({AttributeType.INTEGER, AttributeType.BIGINT})
_MOMENTS: Final = frozenset({AttributeType.TIMESTAMP, AttributeType.TIMESTAMPTZ})
_UTC: Final = "+00"


class PostgresEntityStore:
    """Reads through a pool; `timeout_s` bounds a connection's making, its wait, each statement."""

    def __init__(self, url: str, timeout_s: float, connections: int = 8) -> None:
        self._patience_s = timeout_s + MARGIN_S
        settings = {**_SETTINGS, "statement_timeout": str(int(timeout_s * 1000))}
        self._pool = ConnectionPool(
            url,
            connection_class=Session,
            min_size=0,
            max_size=connections,
            max_idle=_IDLE_S,
            timeout=timeout_s,
            reconnect_timeout=timeout_s,
            configure=self._be_patient,
            check=ConnectionPool.check_connection,
            open=False,
            kwargs={
                "autocommit": True,
                "connect_timeout": max(2, int(timeout_s)),
                "application_name": "rampart entities",
                "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
                "prepare_threshold": None,  # a plan for all values would not know this filter
                "tcp_user_timeout": int(timeout_s * 1000),
            },
        )

    def open(self) -> None:
        """Begin to take connections; none is made before it is needed."""
        self._pool.open()

    def close(self) -> None:
        """Give all connections back."""
        self._pool.close()

    def search(self, query: RowQuery) -> Sequence[StoredRow]:
        statement = Statement(query)
        with _translated(), self._pool.connection() as connection:
            found = connection.execute(statement.text, statement.values).fetchall()
            return [_row(query, row) for row in found]

    def get(self, query: RowQuery) -> StoredRow | None:
        return next(iter(self.search(replace(query, after=None, limit=1))), None)

    def _be_patient(self, connection: Session) -> None:
        connection.patience_s = self._patience_s


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except psycopg.errors.QueryCanceled as error:
        raise SearchTooSlow(str(error).strip()) from error
    except (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout) as error:
        raise EntityStoreUnavailable(str(error).strip()) from error
    except (psycopg.Error, ValueError) as error:
        raise EntityMisfit(str(error).strip()) from error


def _row(query: RowQuery, found: Sequence[Any]) -> StoredRow:
    version, updated_at, *texts = found
    source = query.source
    columns = [*source.key, *query.columns, *(step.column for step in query.order)]
    values = [_json(column, text) for column, text in zip(columns, texts, strict=True)]
    asked, ordered = len(source.key), len(source.key) + len(query.columns)
    return StoredRow(
        id=instance_id(values[:asked]),
        version=None if version is None else int(version),
        updated_at=None if updated_at is None else _moment(updated_at),
        values={
            column.name: value
            for column, value in zip(query.columns, values[asked:ordered], strict=True)
        },
        position=tuple(values[ordered:]),
    )


def _json(column: StoredColumn, text: str | None) -> JsonScalar:
    if text is None:
        return None
    if column.type in _WHOLE:
        return int(text)
    if column.type is AttributeType.BOOLEAN:
        return text == "true"
    if column.type is AttributeType.FLOAT:
        return number if math.isfinite(number := float(text)) else text
    return _moment(text) if column.type in _MOMENTS else text


def _moment(text: str) -> str:
    """As RFC 3339 has it; what it has no form for (`infinity`, years BC) stays as it is."""
    day, _, clock = text.partition(" ")
    if not clock or " " in clock:
        return text
    return f"{day}T{clock.removesuffix(_UTC)}Z"
