"""Rows of answers as a matrix."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

from metamodel.kernel.errors import RampartError
from presence_api.reporting.compiler.compiled import Column, PivotShape
from presence_api.reporting.dsl.member import Kind
from presence_api.reporting.dsl.request import Total

Row = Mapping[str, Any]
Key = tuple[Any, ...]
Cell = tuple[Any, ...]

_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


class PivotTooWide(RampartError):
    """More goes across than the request allows; `columns` says how many."""

    code: ClassVar[str] = "RPT-102"
    hint: ClassVar[str] = "Ask for fewer columns by `where`, or let another dimension go across."

    def __init__(self, columns: int, allowed: int) -> None:
        super().__init__(columns, allowed)
        self.columns = columns

    def __str__(self) -> str:
        return f"{self.args[0]} columns go across; {self.args[1]} are allowed"


@dataclass(frozen=True, slots=True)
class Matrix:
    """`cells[row][column]` has a value for each measure, as have the totals.

    Totals that nobody asked for are None.
    """

    rows: tuple[Key, ...]
    columns: tuple[Key, ...]
    cells: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Cell, ...] | None = None
    column_totals: tuple[Cell, ...] | None = None
    grand_total: Cell | None = None


def matrix(shape: PivotShape, rows: Sequence[Row], totals: Mapping[Total, Sequence[Row]]) -> Matrix:
    """Rows go down in their order, columns across by their values.

    Raises PivotTooWide.
    """
    cells = {(_key(shape.rows, row), _key(shape.columns, row)): _cell(shape, row) for row in rows}
    down = tuple(dict.fromkeys(row for row, _ in cells))
    across = _sorted(shape, {column for _, column in cells})
    if len(across) > shape.max_columns:
        raise PivotTooWide(len(across), shape.max_columns)
    empty = (shape.fill,) * len(shape.measures)
    grand = _by_key(shape, (), totals.get(Total.GRAND))
    return Matrix(
        rows=down,
        columns=across,
        cells=tuple(tuple(cells.get((row, column), empty) for column in across) for row in down),
        row_totals=_along(down, _by_key(shape, shape.rows, totals.get(Total.ROWS)), empty),
        column_totals=_along(
            across, _by_key(shape, shape.columns, totals.get(Total.COLUMNS)), empty
        ),
        grand_total=None if grand is None else grand.get((), empty),
    )


def _key(columns: Sequence[Column], row: Row) -> Key:
    return tuple(row[item.key] for item in columns)


def _cell(shape: PivotShape, row: Row) -> Cell:
    return _key(shape.measures, row)


def _by_key(
    shape: PivotShape, columns: Sequence[Column], rows: Sequence[Row] | None
) -> dict[Key, Cell] | None:
    return None if rows is None else {_key(columns, row): _cell(shape, row) for row in rows}


def _along(
    keys: Sequence[Key], found: Mapping[Key, Cell] | None, empty: Cell
) -> tuple[Cell, ...] | None:
    return None if found is None else tuple(found.get(key, empty) for key in keys)


def _sorted(shape: PivotShape, keys: set[Key]) -> tuple[Key, ...]:
    """By the first column that goes across, then the next; what has no value comes last.

    With the order turned round it comes first, as in Postgres.
    """
    found = list(keys)
    columns = tuple(zip(shape.columns, shape.descending, strict=True))
    for index, (column, descending) in reversed(tuple(enumerate(columns))):
        found.sort(key=partial(_place, index, column.kind), reverse=descending)
    return tuple(found)


def _place(index: int, kind: Kind, key: Key) -> tuple[bool, bool, Decimal, str]:
    """Where a key stands by one of its values: numbers by size, also where Cube gives them as text.

    What is no number among numbers is a mask.
    """
    value = key[index]
    if kind is Kind.NUMBER and _NUMBER.fullmatch(str(value)):
        return (False, False, Decimal(str(value)), "")
    return (value is None, True, Decimal(0), str(value))
