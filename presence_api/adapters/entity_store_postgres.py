"""Rows of entities in Postgres: one SELECT a call, on connections that can only read."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from metamodel.kernel.ids import instance_id
from metamodel.model.attribute import AttributeType
from presence_api.adapters.entity_pool import Pooled, entity_pool, translated
from presence_api.adapters.entity_sql import Statement, read_columns
from presence_api.ports.entity_store import JsonScalar, RowQuery, StoredRow

_UTC: Final = "+00"


class PostgresEntityStore(Pooled):
    """Reads through a pool; `timeout_s` bounds a connection's making, its wait, each statement."""

    def __init__(self, url: str, timeout_s: float, connections: int = 8) -> None:
        settings = {"default_transaction_read_only": "on"}
        super().__init__(entity_pool(url, timeout_s, connections, settings))

    def search(self, query: RowQuery) -> Sequence[StoredRow]:
        statement = Statement(query)
        with translated(), self._pool.connection() as connection:
            found = connection.execute(statement.text, statement.values).fetchall()
            reader = RowReader(query)
            return [reader.read(row) for row in found]

    def get(self, query: RowQuery) -> StoredRow | None:
        return next(iter(self.search(replace(query, after=None, limit=1))), None)


class RowReader:
    """Reads rows as `selected` selects them: what each column wants is looked up once a query."""

    def __init__(self, query: RowQuery) -> None:
        columns = read_columns(query)
        places = {column: number for number, column in enumerate(columns)}
        self._readers = [_READERS.get(column.type) for column in columns]
        self._key = len(query.source.key)
        self._values = [(column.name, places[column]) for column in query.columns]
        self._order = [places[step.column] for step in query.order]

    def read(self, found: Sequence[Any]) -> StoredRow:
        """One row. Raises ValueError for what is not of its type."""
        version, updated_at, *texts = found
        values = [
            text if text is None or read is None else read(text)
            for text, read in zip(texts, self._readers, strict=True)
        ]
        return StoredRow(
            id=instance_id(values[: self._key]),
            version=None if version is None else int(version),
            updated_at=None if updated_at is None else _moment(updated_at),
            values={name: values[place] for name, place in self._values},
            position=tuple([values[place] for place in self._order]),
        )


def _float(text: str) -> JsonScalar:
    return number if math.isfinite(number := float(text)) else text


def _moment(text: str) -> str:
    """As RFC 3339 has it; what it has no form for (`infinity`, years BC) stays as it is."""
    day, _, clock = text.partition(" ")
    if not clock or " " in clock:
        return text
    return f"{day}T{clock.removesuffix(_UTC)}Z"


_READERS: Final[Mapping[AttributeType, Callable[[str], JsonScalar]]] = {
    AttributeType.INTEGER: int,
    AttributeType.BIGINT: int,
    AttributeType.BOOLEAN: "true".__eq__,
    AttributeType.FLOAT: _float,
    AttributeType.TIMESTAMP: _moment,
    AttributeType.TIMESTAMPTZ: _moment,
}
"""All others are what their texts are."""
