"""A report that may be asked: everything looked up, every default filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from presence_api.reporting.dsl.conditions import Normal, Within
from presence_api.reporting.dsl.member import Member
from presence_api.reporting.dsl.request import Terms, Total
from presence_api.reporting.dsl.spans import Span


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The time that a report is about; `prior` is the stretch that it is compared with."""

    member: Member
    grain: str | None = None
    span: Span | None = None
    prior: Span | None = None


@dataclass(frozen=True, slots=True)
class MeasureColumn:
    """A measure, and what its column is called."""

    member: Member
    name: str


@dataclass(frozen=True, slots=True)
class OrderBy:
    """A column, by its name, and which way."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Pivot:
    """Which columns go down and which go across, by name."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    totals: frozenset[Total]
    max_columns: int
    fill: int | float | None


@dataclass(frozen=True, slots=True)
class Report:
    """A checked request. Its columns are time, dimensions and measures, in this order.

    `where` says nothing of moments: of each time, by path, `within` has the one stretch.
    """

    entity: str
    time: TimeAxis | None = None
    dimensions: tuple[Member, ...] = ()
    measures: tuple[MeasureColumn, ...] = ()
    where: Normal | None = None
    within: Mapping[str, Within] = field(default_factory=dict)
    having: Normal | None = None
    segments: tuple[Member, ...] = ()
    order: tuple[OrderBy, ...] = ()  # total: no two rows are equal in all of these
    limit: int = 1
    offset: int = 0
    pivot: Pivot | None = None
    drill: Member | None = None
    total_count: bool = False
    terms: Terms = field(default_factory=Terms)

    @property
    def grouped_by(self) -> dict[str, Member]:
        """What tells rows apart, by column name."""
        grained = (self.time.member,) if self.time and self.time.grain else ()
        return {item.path: item for item in (*grained, *self.dimensions)}
