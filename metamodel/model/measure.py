"""What is counted and summed over an entity's rows, and the conditions worth a name."""

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from metamodel.model.cases import SwitchCase
from metamodel.model.display import Aliased, Mask
from metamodel.model.intervals import WindowBound
from metamodel.model.multi_stage import Grain, OrderBy, StageFilter, TimeShift
from metamodel.model.part import Part
from metamodel.model.texts import Expression, Identifier, Text


class MeasureType(StrEnum):
    """Cube's aggregations."""

    COUNT = "count"
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    AVG = "avg"
    COUNT_DISTINCT = "count_distinct"
    COUNT_DISTINCT_APPROX = "count_distinct_approx"
    NUMBER = "number"
    STRING = "string"
    TIME = "time"
    BOOLEAN = "boolean"
    RANK = "rank"
    NUMBER_AGG = "number_agg"

    @property
    def additive(self) -> bool:
        """Can partial results be put together to the whole? Rollups can hold no other kind."""
        return self in _ADDITIVE

    @property
    def multi_stage_only(self) -> bool:
        """Does it only exist as a calculation over other figures?"""
        return self in {MeasureType.RANK, MeasureType.NUMBER_AGG}


_ADDITIVE = frozenset(
    {
        MeasureType.COUNT,
        MeasureType.SUM,
        MeasureType.MIN,
        MeasureType.MAX,
        MeasureType.COUNT_DISTINCT_APPROX,
    }
)


class WindowType(StrEnum):
    """How a rolling window is bounded."""

    FIXED = "fixed"
    TO_DATE = "to_date"
    YEAR_TO_DATE = "year_to_date"
    QUARTER_TO_DATE = "quarter_to_date"
    MONTH_TO_DATE = "month_to_date"


class WindowOffset(StrEnum):
    """Which end of the query's bucket a fixed window is counted from."""

    START = "start"
    END = "end"


class RollingWindow(Part):
    """A window over time: `trailing` and `leading` of a fixed one, `granularity` of `to_date`."""

    type: WindowType = WindowType.FIXED
    trailing: WindowBound | None = None
    leading: WindowBound | None = None
    offset: WindowOffset | None = None
    granularity: Identifier | None = None

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        fixed = any((self.trailing, self.leading, self.offset))
        if (self.type is WindowType.FIXED) != fixed:
            raise ValueError("`trailing`, `leading` and `offset` make a `fixed` window")
        if (self.type is WindowType.TO_DATE) != (self.granularity is not None):
            raise ValueError("`granularity` goes with `to_date`")
        return self


class Measure(Aliased):
    """An aggregate; only `count` needs no expression."""

    id: Text | None = None  # stable over renames
    name: Text
    type: MeasureType
    expression: Expression | None = None
    case: SwitchCase | None = None
    filters: tuple[Expression, ...] = ()
    format: Text | None = None
    currency: Text | None = None  # ISO 4217
    rolling_window: RollingWindow | None = None
    cumulative: bool | None = None
    drill_members: tuple[Text, ...] = ()
    drill_filters: tuple[Expression, ...] = ()
    mask: Mask | None = None
    multi_stage: bool = False
    time_shifts: tuple[TimeShift, ...] = ()
    grain: Grain | None = None
    group_by: tuple[Text, ...] = ()
    reduce_by: tuple[Text, ...] = ()
    add_group_by: tuple[Text, ...] = ()
    filter: StageFilter | None = None
    order_by: tuple[OrderBy, ...] = ()

    @model_validator(mode="after")
    def _stages_go_with_multi_stage(self) -> Self:
        stages = (self.case, self.time_shifts, self.grain, self.group_by, self.reduce_by)
        given = any((*stages, self.add_group_by, self.filter, self.order_by))
        if not self.multi_stage and (given or self.type.multi_stage_only):
            raise ValueError('calculations over other figures want `"multiStage": true`')
        return self


class Segment(Aliased):
    """A condition with a name, for filters that many queries share."""

    id: Text | None = None
    name: Text
    expression: Expression
