"""Rows of entities in memory: the same answers, found by looking at every row."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cmp_to_key
from typing import Any

from metamodel.kernel.ids import instance_id
from metamodel.model.attribute import AttributeType
from presence_api.entities.values import typed
from presence_api.ports.entity_store import (
    EntityStoreUnavailable,
    JsonScalar,
    OrderBy,
    Position,
    RowQuery,
    StoredRow,
)
from presence_api.ports.row_conditions import (
    AllOf,
    Comparison,
    Condition,
    KeyIn,
    StoredColumn,
    Test,
)

Stored = Mapping[str, JsonScalar]
"""A row by column, each value as JSON has it."""


class FakeEntityStore:
    """What tests put into `tables`; `away` while nobody can be asked."""

    def __init__(self, tables: Mapping[tuple[str, ...], list[Stored]] | None = None) -> None:
        self.tables = dict(tables or {})
        self.asked: list[RowQuery] = []
        self.away = False

    def search(self, query: RowQuery) -> Sequence[StoredRow]:
        if self.away:
            raise EntityStoreUnavailable("away")
        self.asked.append(query)
        found = [row for row in self.tables[query.source.table] if holds(query.where, row)]
        found.sort(key=cmp_to_key(lambda one, other: _compared(query.order, one, other)))
        stored = [_stored(query, row) for row in found]
        after = query.after
        if after is not None:
            stored = [row for row in stored if _is_after(query.order, row.position, after)]
        return stored[: query.limit]

    def get(self, query: RowQuery) -> StoredRow | None:
        return next(iter(self.search(query)), None)


def holds(condition: Condition, row: Stored) -> bool:
    """Is the row one of those meant?"""
    if isinstance(condition, Test):
        value = row[condition.column.column]
        if condition.comparison is Comparison.IS_NULL:
            return (value is None) != condition.negated
        found = value is not None and _meets(condition, read(condition.column, value))
        return found != condition.negated
    if isinstance(condition, KeyIn):
        said = [(column, row[column.column]) for column in condition.columns]
        key = tuple(None if value is None else read(column, value) for column, value in said)
        return (key in condition.keys) != condition.negated
    every = all if isinstance(condition, AllOf) else any
    return every(holds(part, row) for part in condition.parts)


def read(column: StoredColumn, value: JsonScalar) -> Any:
    """The value that a JSON value stands for."""
    if column.type is AttributeType.TIMESTAMP and isinstance(value, str):
        return datetime.fromisoformat(value)
    return typed(column.type, value)


def _meets(test: Test, value: Any) -> bool:
    meets: Mapping[Comparison, Callable[[Any, Any], bool]] = {
        Comparison.IN: lambda one, other: bool(one == other),
        Comparison.LT: lambda one, other: bool(one < other),
        Comparison.LTE: lambda one, other: bool(one <= other),
        Comparison.GT: lambda one, other: bool(one > other),
        Comparison.GTE: lambda one, other: bool(one >= other),
        Comparison.CONTAINS: lambda one, other: other.lower() in one.lower(),
        Comparison.STARTS_WITH: lambda one, other: one.lower().startswith(other.lower()),
        Comparison.ENDS_WITH: lambda one, other: one.lower().endswith(other.lower()),
    }
    return any(meets[test.comparison](value, other) for other in test.values)


def _stored(query: RowQuery, row: Stored) -> StoredRow:
    source = query.source
    version = None if source.version is None else row[source.version]
    updated_at = None if source.updated_at is None else row[source.updated_at.column]
    return StoredRow(
        id=instance_id([row[column.column] for column in source.key]),
        version=None if version is None else int(version),
        updated_at=None if updated_at is None else str(updated_at),
        values={column.name: row[column.column] for column in query.columns},
        position=tuple(row[step.column.column] for step in query.order),
    )


def _is_after(order: Sequence[OrderBy], position: Position, after: Position) -> bool:
    one = dict(zip((step.column.column for step in order), position, strict=True))
    other = dict(zip((step.column.column for step in order), after, strict=True))
    return _compared(order, one, other) > 0


def _compared(order: Sequence[OrderBy], one: Stored, other: Stored) -> int:
    for step in order:
        found = _compared_values(step.column, one[step.column.column], other[step.column.column])
        if found:
            return -found if step.descending else found
    return 0


def _compared_values(column: StoredColumn, one: JsonScalar, other: JsonScalar) -> int:
    """NULL is more than every value."""
    if one is None or other is None:
        return (one is None) - (other is None)
    left, right = read(column, one), read(column, other)
    return int(left > right) - int(left < right)
