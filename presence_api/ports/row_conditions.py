"""Which rows are meant: a tree of comparisons, the same for whoever keeps the rows.

A comparison with NULL is false, and what is negated is exactly the other rows: NULL is not 5, and
so `not (x = 5)` holds for it. Negation stands at the leaves only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from metamodel.model.attribute import AttributeType

Value = str | bool | int | float | Decimal | date | datetime | time | UUID
"""What a row is compared with. Moments are UTC."""


class Comparison(StrEnum):
    """How a column is compared. Parts of a text are found in either case of letters."""

    IN = "in"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    CONTAINS = "contains"
    STARTS_WITH = "startsWith"
    ENDS_WITH = "endsWith"
    IS_NULL = "isNull"


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """An attribute and the column it is kept in; `column` is the bare identifier."""

    name: str
    column: str
    type: AttributeType
    nullable: bool


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison: `values` are many for IN, none for IS_NULL, one for all others."""

    column: StoredColumn
    comparison: Comparison
    values: tuple[Value, ...] = ()
    negated: bool = False

    __test__ = False  # it is no test of pytest's


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these hold; of none: every row."""

    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these holds; of none: no row."""

    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class KeyIn:
    """The columns, together, are one of these keys; many of them cost little more than one."""

    columns: tuple[StoredColumn, ...]
    keys: tuple[tuple[Value, ...], ...]
    negated: bool = False


Condition = Test | KeyIn | AllOf | AnyOf
EVERY_ROW = AllOf()
NO_ROW = AnyOf()


def negation(condition: Condition) -> Condition:
    """Exactly the other rows."""
    if isinstance(condition, Test):
        column, comparison, values = condition.column, condition.comparison, condition.values
        return Test(column, comparison, values, not condition.negated)
    if isinstance(condition, KeyIn):
        return KeyIn(condition.columns, condition.keys, not condition.negated)
    parts = tuple(negation(part) for part in condition.parts)
    return AnyOf(parts) if isinstance(condition, AllOf) else AllOf(parts)


def all_of(conditions: Sequence[Condition]) -> Condition:
    """All of them, each said once."""
    parts = tuple(dict.fromkeys(part for one in conditions for part in conjuncts(one)))
    return parts[0] if len(parts) == 1 else AllOf(parts)


def conjuncts(condition: Condition) -> tuple[Condition, ...]:
    """What has to hold for it to hold; for every row: nothing."""
    if not isinstance(condition, AllOf):
        return (condition,)
    return tuple(part for one in condition.parts for part in conjuncts(one))


def any_of(conditions: Sequence[Condition]) -> Condition:
    """One of them, which is every row if one of them is."""
    if EVERY_ROW in conditions:
        return EVERY_ROW
    return conditions[0] if len(conditions) == 1 else AnyOf(tuple(conditions))


def described(condition: Condition) -> list[object]:
    """The condition as plain JSON: equal conditions, equal text."""
    if isinstance(condition, Test):
        values = [[type(value).__name__, str(value)] for value in condition.values]
        return [condition.column.name, condition.comparison, condition.negated, values]
    if isinstance(condition, KeyIn):
        names = [column.name for column in condition.columns]
        keys = [[[type(part).__name__, str(part)] for part in key] for key in condition.keys]
        return ["key", names, condition.negated, keys]
    word = "and" if isinstance(condition, AllOf) else "or"
    return [word, [described(part) for part in condition.parts]]
