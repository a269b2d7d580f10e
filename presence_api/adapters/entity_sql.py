"""Queries for rows as SQL: names are quoted identifiers, values are parameters, nothing else."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any, Final

from psycopg.sql import SQL, Composable, Composed, Identifier, Placeholder

from metamodel.model.attribute import AttributeType
from presence_api.ports.entity_store import JsonScalar, OrderBy, Position, RowQuery, RowSource
from presence_api.ports.row_conditions import (
    AllOf,
    Comparison,
    Condition,
    KeyIn,
    StoredColumn,
    Test,
    Value,
)

_COMPARED: Final = {
    Comparison.LT: SQL("{} < {}"),
    Comparison.LTE: SQL("{} <= {}"),
    Comparison.GT: SQL("{} > {}"),
    Comparison.GTE: SQL("{} >= {}"),
}
_CASTS: Final = {
    AttributeType.STRING: SQL("{}"),  # of whatever kind of text the column is
    AttributeType.TEXT: SQL("{}"),
    AttributeType.UUID: SQL("{}::uuid"),
    AttributeType.INTEGER: SQL("{}::bigint"),
    AttributeType.BIGINT: SQL("{}::bigint"),
    AttributeType.DECIMAL: SQL("{}::numeric"),
    AttributeType.FLOAT: SQL("{}::float8"),
    AttributeType.BOOLEAN: SQL("{}::boolean"),
    AttributeType.DATE: SQL("{}::date"),
    AttributeType.TIME: SQL("{}::time"),
    AttributeType.TIMESTAMP: SQL("{}::timestamp"),
    AttributeType.TIMESTAMPTZ: SQL("{}::timestamptz"),
}


_ARRAYS: Final = {
    AttributeType.STRING: SQL("{}::text[]"),
    AttributeType.TEXT: SQL("{}::text[]"),
    AttributeType.UUID: SQL("{}::uuid[]"),
    AttributeType.INTEGER: SQL("{}::bigint[]"),
    AttributeType.BIGINT: SQL("{}::bigint[]"),
    AttributeType.DECIMAL: SQL("{}::numeric[]"),
    AttributeType.FLOAT: SQL("{}::float8[]"),
    AttributeType.BOOLEAN: SQL("{}::boolean[]"),
    AttributeType.DATE: SQL("{}::date[]"),
    AttributeType.TIME: SQL("{}::time[]"),
    AttributeType.TIMESTAMP: SQL("{}::timestamp[]"),
    AttributeType.TIMESTAMPTZ: SQL("{}::timestamptz[]"),
}


class _Parameters:
    """The `values` of a statement's parameters, and conditions made of them."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self._names = (f"v{number}" for number in count())

    def value(self, value: Any) -> Placeholder:
        """One more parameter."""
        name = next(self._names)
        self.values[name] = value
        return Placeholder(name)

    def condition(self, condition: Condition) -> Composable:
        """Which rows are meant."""
        if isinstance(condition, Test):
            return self._test(condition)
        if isinstance(condition, KeyIn):
            return self._key_in(condition)
        both = isinstance(condition, AllOf)
        if not condition.parts:
            return SQL("true") if both else SQL("false")
        parts = [self.condition(part) for part in condition.parts]
        return SQL("({})").format(SQL(" AND " if both else " OR ").join(parts))

    def _test(self, test: Test) -> Composable:
        name = _name(test.column.column)
        if test.comparison is Comparison.IS_NULL:
            return SQL("{} IS NOT NULL" if test.negated else "{} IS NULL").format(name)
        holds = self._compared(name, test)
        if not test.negated:
            return holds
        return SQL("({} IS NULL OR NOT ({}))").format(name, holds)

    def _key_in(self, condition: KeyIn) -> Composable:
        """A key of one part is compared as such: that finds it by the index."""
        arrays = [
            _ARRAYS[column.type].format(
                self.value([_parameter(column.type, key[number]) for key in condition.keys])
            )
            for number, column in enumerate(condition.columns)
        ]
        names = SQL(", ").join(_name(column.column) for column in condition.columns)
        among = "= ANY({})" if len(arrays) == 1 else "IN (SELECT * FROM unnest({}))"
        holds = SQL("({}) ").format(names) + SQL(among).format(SQL(", ").join(arrays))
        return SQL("NOT coalesce({}, false)").format(holds) if condition.negated else holds

    def _compared(self, name: Identifier, test: Test) -> Composable:
        values = [_parameter(test.column.type, value) for value in test.values]
        if test.comparison is Comparison.IN and len(values) > 1:
            return SQL("{} = ANY({})").format(name, self.value(values))
        if test.comparison is Comparison.IN:
            return SQL("{} = {}").format(name, self.value(values[0]))
        if test.comparison in _COMPARED:
            return _COMPARED[test.comparison].format(name, self.value(values[0]))
        pattern = _pattern(test.comparison, str(values[0]))
        return SQL("{}::text ILIKE {}").format(name, self.value(pattern))


class Update(_Parameters):
    """One UPDATE of the rows of `key`: its `text` and the `values` of its parameters."""

    def __init__(
        self, source: RowSource, key: Condition, values: Mapping[StoredColumn, Value | None]
    ) -> None:
        super().__init__()
        new = [
            SQL("{} = {}").format(Identifier(one.column), self.value(_parameter(one.type, value)))
            for one, value in values.items()
        ]
        if source.version is not None:
            version = Identifier(source.version)
            new.append(SQL("{} = {} + 1").format(version, _name(source.version)))
        if source.updated_at is not None and source.updated_at not in values:
            moment = Identifier(source.updated_at.column)
            new.append(SQL("{} = clock_timestamp()").format(moment))
        self.text: Composed = SQL("UPDATE {} AS kept SET {} WHERE {}").format(
            Identifier(*source.table), SQL(", ").join(new), self.condition(key)
        )


class Statement(_Parameters):
    """One SELECT: its `text` and the `values` of its parameters.

    Columns come as `selected` has them.
    """

    def __init__(self, query: RowQuery) -> None:
        super().__init__()
        source, order = query.source, query.order
        where = [self.condition(query.where)]
        if query.after is not None:
            where.append(self._after(order, query.after))
        self.text: Composed = SQL(
            "SELECT {columns} FROM {table} AS kept WHERE {where} ORDER BY {order} LIMIT {limit}"
        ).format(
            columns=selected(query),
            table=Identifier(*source.table),
            where=SQL(" AND ").join(where),
            order=SQL(", ").join(map(_step, order)),
            limit=self.value(query.limit),
        )

    def _after(self, order: Sequence[OrderBy], position: Position) -> Composable:
        """The rows beyond a position; one comparison of rows where NULL cannot be."""
        directions = {step.descending for step in order}
        if len(directions) > 1 or any(step.column.nullable for step in order):
            return self._after_step_by_step(order, position)
        names = SQL(", ").join(_name(step.column.column) for step in order)
        values = SQL(", ").join(map(self._at, order, position))
        return SQL("({}) < ({})" if directions == {True} else "({}) > ({})").format(names, values)

    def _after_step_by_step(self, order: Sequence[OrderBy], position: Position) -> Composable:
        """Equal in some first steps and beyond in the next; the bound on the first is redundant.

        It is what lets an index begin at the position.
        """
        ways: list[Composable] = []
        for number, (step, value) in enumerate(zip(order, position, strict=True)):
            beyond = self._beyond(step, value)
            if beyond is not None:
                equal = [*map(self._equal, order[:number], position[:number])]
                ways.append(SQL("({})").format(SQL(" AND ").join([*equal, beyond])))
        found = SQL("({})").format(SQL(" OR ").join(ways))
        first, value = order[0], position[0]
        if value is None or (first.column.nullable and not first.descending):
            return found
        bound = SQL("{} <= {}" if first.descending else "{} >= {}")
        at = bound.format(_name(first.column.column), self._at(first, value))
        return SQL("{} AND {}").format(at, found)

    def _beyond(self, step: OrderBy, value: JsonScalar) -> Composable | None:
        name = _name(step.column.column)
        if value is None:  # the last of all, or in descending order the first
            return SQL("{} IS NOT NULL").format(name) if step.descending else None
        if step.descending:
            return SQL("{} < {}").format(name, self._at(step, value))
        beyond = SQL("{} > {}").format(name, self._at(step, value))
        return SQL("({} OR {} IS NULL)").format(beyond, name) if step.column.nullable else beyond

    def _equal(self, step: OrderBy, value: JsonScalar) -> Composable:
        name = _name(step.column.column)
        if value is None:
            return SQL("{} IS NULL").format(name)
        return SQL("{} = {}").format(name, self._at(step, value))

    def _at(self, step: OrderBy, value: JsonScalar) -> Composable:
        return _CASTS[step.column.type].format(self.value(str(value)))


def selected(query: RowQuery) -> Composable:
    """What is read of each row, as texts: version, `updated_at`, then `read_columns`."""
    version, updated_at = query.source.version, query.source.updated_at
    kept = [
        SQL("NULL") if version is None else SQL("{}::text").format(_name(version)),
        SQL("NULL") if updated_at is None else _as_text(updated_at),
    ]
    return SQL(", ").join([*kept, *map(_as_text, read_columns(query))])


def read_columns(query: RowQuery) -> tuple[StoredColumn, ...]:
    """The key, those asked for, those of the order: each once."""
    order = (step.column for step in query.order)
    return tuple(dict.fromkeys([*query.source.key, *query.columns, *order]))


def _name(column: str) -> Identifier:
    """Of the table: alone, it would name the text that is selected in an ORDER BY."""
    return Identifier("kept", column)


def _as_text(column: StoredColumn) -> Composable:
    """All of a number's digits: a float of four bytes is compared as one of eight."""
    wide = column.type is AttributeType.FLOAT
    return SQL("{}::float8::text" if wide else "{}::text").format(_name(column.column))


def _step(step: OrderBy) -> Composable:
    way = SQL("{} DESC NULLS FIRST" if step.descending else "{} ASC NULLS LAST")
    return way.format(_name(step.column.column))


def _parameter(kind: AttributeType, value: Value | None) -> Value | None:
    if kind is AttributeType.TIMESTAMP and isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return value


def _pattern(comparison: Comparison, text: str) -> str:
    plain = text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    before = "" if comparison is Comparison.STARTS_WITH else "%"
    return before + plain + ("" if comparison is Comparison.ENDS_WITH else "%")
