"""Rows of entities in Postgres: one SELECT a call, on connections that can only read."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from metamodel.kernel.ids import instance_id
from metamodel.model.attribute import AttributeType
from presence_api.adapters.entity_pool import entity_pool, translated
from presence_api.adapters.entity_sql import Statement
from presence_api.ports.entity_store import JsonScalar, RowQuery, StoredRow
from presence_api.ports.row_conditions import StoredColumn

_WHOLE: Final = frozenset({AttributeType.INTEGER, AttributeType.BIGINT})
_MOMENTS: Final = frozenset({AttributeType.TIMESTAMP, AttributeType.TIMESTAMPTZ})
_UTC: Final = "+00"


class PostgresEntityStore:
    """Reads through a pool; `timeout_s` bounds a connection's making, its wait, each statement."""

    def __init__(self, url: str, timeout_s: float, connections: int = 8) -> None:
        self._pool = entity_pool(
            url, timeout_s, connections, {"default_transaction_read_only": "on"}
        )

    def open(self) -> None:
        """Begin to take connections; none is made before it is needed."""
        self._pool.open()

    def close(self) -> None:
        """Give all connections back."""
        self._pool.close()

    def search(self, query: RowQuery) -> Sequence[StoredRow]:
        statement = Statement(query)
        with translated(), self._pool.connection() as connection:
            found = connection.execute(statement.text, statement.values).fetchall()
            return [stored_row(query, row) for row in found]

    def get(self, query: RowQuery) -> StoredRow | None:
        return next(iter(self.search(replace(query, after=None, limit=1))), None)


def stored_row(query: RowQuery, found: Sequence[Any]) -> StoredRow:
    """A row as `Statement` selects it."""
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
