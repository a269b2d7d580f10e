"""Reports as JSON, for those who read the description of the API; `dsl` reads and judges them."""

from typing import Annotated, Any, Final, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from metamodel.model.freshness import Freshness
from presence_api.query_shapes import Condition, OrderStep
from presence_api.reporting.answering.served import Use
from presence_api.reporting.dsl.request import (
    DEFAULT_LIMIT,
    DEFAULT_TIMEOUT_S,
    MOST_AGE_S,
    MOST_COLUMNS,
    MOST_DIMENSIONS,
    MOST_MEASURES,
    MOST_OFFSET,
    MOST_ROWS,
    MOST_SEGMENTS,
    MOST_TIMEOUT_S,
    FreshnessMode,
)

Cell = Any
"""As Cube gives it: numbers mostly as text, so that no digit is lost."""
MOST_REPORTS: Final = 20
"""In a batch."""
Epoch = Annotated[int, Meta(ge=0)]


class MeasureWanted(Struct, forbid_unknown_fields=True):
    """A measure, and what its column is to be called."""

    measure: str
    as_: str | UnsetType = field(default=UNSET, name="as")


class TimeWanted(Struct, forbid_unknown_fields=True):
    """The time that a report is about."""

    field: Annotated[str | UnsetType, Meta(description="Left out: the entity's own time.")] = UNSET
    grain: str | UnsetType = UNSET
    range: Annotated[
        tuple[str, str] | str | UnsetType,
        Meta(description="First and last day, or words such as `last 30 days`."),
    ] = UNSET
    compare: Literal["prior_period"] | UnsetType = UNSET
    timezone: Literal["UTC"] = "UTC"


class TotalsWanted(Struct, forbid_unknown_fields=True):
    """Which totals are asked for; none of them is a sum of what is shown."""

    rows: bool = False
    columns: bool = False
    grand: bool = False


class PivotWanted(Struct, rename="camel", forbid_unknown_fields=True):
    """Which dimensions go down and which go across."""

    rows: list[str] = []
    columns: list[str] = []
    totals: TotalsWanted | UnsetType = UNSET
    max_columns: Annotated[int, Meta(ge=1, le=MOST_COLUMNS)] = MOST_COLUMNS
    fill: float | None = None


class DrillWanted(Struct, forbid_unknown_fields=True):
    """The rows behind a figure: of which measure, and in which cell."""

    measure: str
    at: dict[str, Any] | UnsetType = UNSET


class FreshnessWanted(Struct, rename="camel", forbid_unknown_fields=True):
    """How new an answer has to be."""

    mode: FreshnessMode = FreshnessMode.CACHE_FIRST
    max_age: Annotated[int, Meta(ge=0, le=MOST_AGE_S)] | UnsetType = UNSET
    min_epoch: Annotated[
        dict[str, Epoch] | UnsetType,
        Meta(description="By rollup, the epoch that a REPORT frame told of."),
    ] = field(default=UNSET, name="min_epoch")


class ReportWanted(Struct, rename="camel", forbid_unknown_fields=True):
    """A report; names are those of the metamodel, `relation.attribute` is another entity's."""

    version: Literal["1"]
    entity: str
    measures: Annotated[list[str | MeasureWanted], Meta(max_length=MOST_MEASURES)] = []
    dimensions: Annotated[list[str], Meta(max_length=MOST_DIMENSIONS)] = []
    time: TimeWanted | UnsetType = UNSET
    where: Condition | UnsetType = UNSET
    having: Condition | UnsetType = UNSET
    segments: Annotated[list[str], Meta(max_length=MOST_SEGMENTS)] = []
    order: list[OrderStep] = []
    limit: Annotated[int, Meta(ge=1, le=MOST_ROWS)] = DEFAULT_LIMIT
    offset: Annotated[int, Meta(ge=0, le=MOST_OFFSET)] = 0
    pivot: PivotWanted | UnsetType = UNSET
    drill: DrillWanted | UnsetType = UNSET
    total_count: bool = False
    freshness: FreshnessWanted | UnsetType = UNSET
    timeout: Annotated[int, Meta(ge=1, le=MOST_TIMEOUT_S, description="Seconds.")] = (
        DEFAULT_TIMEOUT_S
    )
    explain: Annotated[bool, Meta(description="Show what would be asked; for operators.")] = False


class BatchWanted(Struct, forbid_unknown_fields=True):
    """Several reports, asked for side by side; each is judged by itself, as `ReportWanted`."""

    reports: Annotated[list[Any], Meta(min_length=1, max_length=MOST_REPORTS)]


class ReportColumn(Struct):
    """A column of a report's rows."""

    name: str
    type: str
    drillable: bool
    format: str | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    integer: Annotated[bool | UnsetType, Meta(description="Its numbers are whole.")] = UNSET
    masked: Annotated[
        bool | UnsetType, Meta(description="Its values are what a mask says, whatever `type` is.")
    ] = UNSET


class PivotMatrix(Struct, rename="camel"):
    """The rows as a matrix; totals are answers of their own, never sums of the cells."""

    rows: list[Any]
    columns: list[Any]
    cells: list[Any]
    row_totals: list[Any] | UnsetType = UNSET
    column_totals: list[Any] | UnsetType = UNSET
    grand_total: list[Any] | UnsetType = UNSET


class ReportMeta(Struct, rename="camel"):
    """What is known of an answer's age."""

    cache: Use
    freshness: Freshness
    generated_at: str
    age_ms: int
    from_source: bool
    epochs: dict[str, Epoch]


class ReportAnswer(Struct, rename="camel"):
    """A report: its rows, never fewer than there are, and how old they are."""

    fingerprint: str
    spec_version: str
    columns: list[ReportColumn]
    data: list[list[Cell]]
    truncated: Annotated[bool, Meta(description="There are more rows than `limit`.")]
    meta: ReportMeta
    total: int | UnsetType = UNSET
    prior: list[list[Cell]] | UnsetType = UNSET
    pivot: PivotMatrix | UnsetType = UNSET


class ReportPostponed(Struct):
    """Where the answer will be."""

    fingerprint: str
    location: str


class ReportExplained(Struct, rename="camel"):
    """What would be asked; nothing was."""

    fingerprint: str
    spec_version: str
    version: str
    cubes: list[str]
    rollups: dict[str, list[list[str]]]
    cache_key: str
    queries: dict[str, Any]


class BatchItem(Struct):
    """What became of one report of a batch, by its status: 200, 202, or a problem's."""

    status: int
    report: ReportAnswer | UnsetType = UNSET
    explained: ReportExplained | UnsetType = UNSET
    location: str | UnsetType = UNSET
    problem: dict[str, Any] | UnsetType = UNSET
