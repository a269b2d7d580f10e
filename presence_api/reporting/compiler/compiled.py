"""What a service has to ask, and what it needs to know to judge and show the answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from presence_api.reporting.dsl.member import Kind
from presence_api.reporting.dsl.request import Terms, Total


@dataclass(frozen=True, slots=True)
class TimeRange:
    """The stretch, both ends included, that a query asks of a time dimension of a cube."""

    dimension: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class CubeQuery:
    """A query in Cube's words, and the times that it is about; none: the whole extent."""

    body: Mapping[str, Any]
    ranges: tuple[TimeRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer; `key` is what Cube's rows call it.

    `masked`: its values are what a mask says, whatever its kind.
    """

    name: str
    key: str
    kind: Kind
    format: str | None = None
    currency: str | None = None
    drillable: bool = False
    integer: bool = False
    masked: bool = False


@dataclass(frozen=True, slots=True)
class PivotShape:
    """How rows become a matrix; `descending` goes with `columns`."""

    rows: tuple[Column, ...]
    columns: tuple[Column, ...]
    measures: tuple[Column, ...]
    descending: tuple[bool, ...]
    max_columns: int
    fill: int | float | None = None


@dataclass(frozen=True, slots=True)
class CompiledReport:
    """A report as it is run. `prior` asks the same of the stretch before, row by row alike.

    Every query but a grand total asks for one row more than may be shown: a row too many says that
    the answer is cut.
    """

    fingerprint: str
    main: CubeQuery
    columns: tuple[Column, ...]
    cubes: frozenset[str]
    limit: int
    prior: CubeQuery | None = None
    totals: Mapping[Total, CubeQuery] = field(default_factory=dict)
    pivot: PivotShape | None = None
    terms: Terms = field(default_factory=Terms)
