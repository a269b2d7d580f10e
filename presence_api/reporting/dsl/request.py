"""A request as it was written: every name with its place, nothing looked up yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

VERSION: Final = "1"
MOST_MEASURES: Final = 20
MOST_DIMENSIONS: Final = 10
MOST_RELATIONS: Final = 3
MOST_SEGMENTS: Final = 20
MOST_DEPTH: Final = 5
MOST_LEAVES: Final = 100
MOST_VALUES: Final = 1_000
DEFAULT_LIMIT: Final = 1_000
MOST_ROWS: Final = 50_000
MOST_OFFSET: Final = 100_000
MOST_COLUMNS: Final = 200
DEFAULT_TIMEOUT_S: Final = 30
MOST_TIMEOUT_S: Final = 60
MOST_AGE_S: Final = 86_400


class Operator(StrEnum):
    """How a condition compares. What has no value equals nothing and is neither less nor more."""

    EQ = "eq"
    NE = "ne"
    IN = "in"
    NIN = "nin"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"
    BETWEEN = "between"
    CONTAINS = "contains"  # this and the next two take capitals for small letters
    STARTS_WITH = "startsWith"
    ENDS_WITH = "endsWith"
    IS_NULL = "isNull"
    NOT_NULL = "notNull"


WITHOUT_VALUE: Final = frozenset({Operator.IS_NULL, Operator.NOT_NULL})
"""What is asked of a member alone."""


class Joint(StrEnum):
    """How conditions are put together."""

    AND = "and"
    OR = "or"
    NOT = "not"


class Total(StrEnum):
    """What a pivot sums up: each row, each column, everything."""

    ROWS = "rows"
    COLUMNS = "columns"
    GRAND = "grand"


class FreshnessMode(StrEnum):
    """What a reader would rather have: an answer soon, or a new one."""

    CACHE_FIRST = "cache_first"
    REVALIDATE = "revalidate"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True)
class Named:
    """A name, and the pointer to where it stands."""

    text: str
    at: str


@dataclass(frozen=True, slots=True)
class MeasureAsked:
    """A measure, and what its column is to be called."""

    name: Named
    alias: Named | None = None


@dataclass(frozen=True, slots=True)
class TimeAsked:
    """The time a report is about: by which grain, and from when to when."""

    at: str
    field: Named | None = None  # None: the entity's own
    grain: Named | None = None
    range: tuple[Named, Named] | Named | None = None
    compare: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison; its value as JSON has it."""

    at: str
    field: Named
    op: Operator
    value: Any = None


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions put together; `not` has exactly one."""

    joint: Joint
    items: "tuple[Condition, ...]"


Condition = Leaf | Group


@dataclass(frozen=True, slots=True)
class OrderAsked:
    """A column to order by."""

    by: Named
    descending: bool = False


@dataclass(frozen=True, slots=True)
class PivotAsked:
    """Which dimensions go down and which go across."""

    at: str
    rows: tuple[Named, ...] = ()
    columns: tuple[Named, ...] = ()
    totals: frozenset[Total] = frozenset()
    max_columns: int = MOST_COLUMNS
    fill: int | float | None = None


@dataclass(frozen=True, slots=True)
class DrillAsked:
    """The rows behind a figure: of which measure, and in which cell."""

    measure: Named
    cell: tuple[tuple[Named, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """How a report is to be answered; nothing here changes what the answer is."""

    freshness: FreshnessMode = FreshnessMode.CACHE_FIRST
    max_age_s: int | None = None
    min_epochs: Mapping[str, int] = field(default_factory=dict)  # by rollup
    timeout_s: int = DEFAULT_TIMEOUT_S
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a request says."""

    entity: Named | None
    measures: tuple[MeasureAsked, ...] = ()
    dimensions: tuple[Named, ...] = ()
    time: TimeAsked | None = None
    where: Condition | None = None
    having: Condition | None = None
    segments: tuple[Named, ...] = ()
    order: tuple[OrderAsked, ...] = ()
    limit: int = DEFAULT_LIMIT
    offset: int = 0
    pivot: PivotAsked | None = None
    drill: DrillAsked | None = None
    total_count: bool = False
    terms: Terms = field(default_factory=Terms)
