"""Queries with known answers, and the comparison that decides whether Cube gave them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

RELATIVE_ERROR = 1e-12
"""How far doubles may be apart: the published answers themselves are rounded that much."""

_NOTHING = frozenset({"NULL", ""})


class ColumnKind(StrEnum):
    """How two values of a column are compared."""

    TEXT = "text"
    EXACT = "exact"  # numbers, digit for digit; 380456 and 380456.00 are one number
    DOUBLE = "double"  # numbers, to RELATIVE_ERROR
    DATE = "date"  # calendar days; a time of day other than midnight is a difference
    YEAR = "year"  # a year as number, or as its first moment


@dataclass(frozen=True, slots=True)
class SmokeColumn:
    """A column of the answer: the member that Cube gives it as, and its kind."""

    member: str
    kind: ColumnKind

    @property
    def alias(self) -> str:
        """The column's name in the SQL that Cube plans."""
        return self.member.replace(".", "__", 1).replace(".", "_")


FIRST = "{first}"
"""In a filter's values: what the first load gave."""


@dataclass(frozen=True, slots=True)
class FirstLoad:
    """A query whose one figure the second one filters by."""

    query: Mapping[str, Any]
    member: str

    @property
    def alias(self) -> str:
        """The figure's column in the SQL that Cube plans."""
        return SmokeColumn(self.member, ColumnKind.EXACT).alias


@dataclass(frozen=True, slots=True)
class SmokeQuery:
    """One query, the published answer it must give, and the same in SQL for other data."""

    name: str
    query: Mapping[str, Any]
    columns: tuple[SmokeColumn, ...]
    tpch: int  # number of the TPC-H query whose answer it is
    tenant_sql: str  # over plain table names, so that views can narrow it to one tenant
    first: FirstLoad | None = None
    closed_to_tenants: bool = False  # it looks at every tenant's rows: no figure for one of them

    def filled(self, value: object) -> Mapping[str, Any]:
        """The query with the first load's figure in its place."""
        text = json.dumps(self.query)
        filled: Mapping[str, Any] = json.loads(text.replace(FIRST, str(value)))
        return filled


@dataclass(frozen=True, slots=True)
class Difference:
    """Where an answer is not the expected one; row -1: their number."""

    row: int
    member: str
    expected: object
    actual: object

    def __str__(self) -> str:
        place = f"row {self.row}, {self.member}" if self.row >= 0 else self.member
        return f"{place}: expected {self.expected!r}, got {self.actual!r}"


def load_smoke(text: str) -> tuple[SmokeQuery, ...]:
    """Read a smoke file. Raises ValueError or KeyError: the file is ours, not a user's."""
    return tuple(
        SmokeQuery(
            name=item["name"],
            query=item["query"],
            columns=tuple(
                SmokeColumn(column["member"], ColumnKind(column["kind"]))
                for column in item["columns"]
            ),
            tpch=item["answer"]["tpch"],
            tenant_sql=item["tenant_sql"],
            first=FirstLoad(**item["first"]) if "first" in item else None,
            closed_to_tenants=item.get("closed_to_tenants", False),
        )
        for item in json.loads(text)
    )


def published_rows(text: str) -> tuple[tuple[str | None, ...], ...]:
    """The rows of a published answer: a head line, then fields separated by `|`."""
    head, *lines = text.splitlines()
    alone = "|" not in head  # of one column only, an empty line is a row without a value
    return tuple(
        tuple(field if field not in _NOTHING else None for field in line.split("|"))
        for line in lines
        if line or alone
    )


def compare_rows(
    expected: Sequence[Sequence[object]],
    actual: Sequence[Mapping[str, object]],
    columns: Sequence[SmokeColumn],
) -> list[Difference]:
    """Every difference, in order; values may be Python's, or JSON's with numbers as text."""
    found: list[Difference] = []
    if len(expected) != len(actual):
        found.append(Difference(-1, "number of rows", len(expected), len(actual)))
    for index, (wanted, row) in enumerate(zip(expected, actual, strict=False)):
        for column, value in zip(columns, wanted, strict=True):
            if column.member not in row:
                found.append(Difference(index, column.member, value, "no such column"))
            elif not _equal(column.kind, value, row[column.member]):
                found.append(Difference(index, column.member, value, row[column.member]))
    return found


def _equal(kind: ColumnKind, expected: object, actual: object) -> bool:
    if expected is None or actual is None:
        return expected is actual
    try:
        left, right = _READ[kind](expected), _READ[kind](actual)
    except (ValueError, InvalidOperation):
        return False
    if kind is ColumnKind.DOUBLE:
        return bool(abs(left - right) <= RELATIVE_ERROR * max(abs(left), abs(right)))
    return bool(left == right)


def _number(value: object) -> Decimal:
    return Decimal(str(value))


def _double(value: object) -> float:
    return float(str(value))


def _moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day has no zone
    return datetime.fromisoformat(str(value)).replace(tzinfo=None)


def _year(value: object) -> Decimal:
    try:
        return _number(value)
    except InvalidOperation:
        moment = _moment(value)
        start = moment.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        return Decimal(moment.year) if moment == start else Decimal("NaN")


_READ: dict[ColumnKind, Callable[[object], Any]] = {
    ColumnKind.TEXT: str,
    ColumnKind.EXACT: _number,
    ColumnKind.DOUBLE: _double,
    ColumnKind.DATE: _moment,
    ColumnKind.YEAR: _year,
}
