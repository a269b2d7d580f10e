"""Calculations over the outcome of other calculations; most need Cube's newer planner."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from metamodel.model.conditions import Condition
from metamodel.model.intervals import Interval
from metamodel.model.part import Part
from metamodel.model.texts import Expression, Identifier, Text
from metamodel.model.time_shape import ShiftDirection


class TimeShift(Part):
    """The same figure at another time: by an interval, or by a shift that a calendar names."""

    dimension: Text | None = None  # default: the query's time dimension
    interval: Interval | None = None
    direction: ShiftDirection | None = None
    name: Identifier | None = None

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if (self.name is None) == (self.interval is None):
            raise ValueError("a time shift wants either `interval` or `name`")
        if (self.interval is None) != (self.direction is None):
            raise ValueError("`interval` and `direction` go together")
        return self


class Grain(Part):
    """Which of the query's dimensions the inner figure is grouped by."""

    exclude: tuple[Text, ...] = ()
    keep_only: tuple[Text, ...] | None = None
    include: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if self.exclude and self.keep_only is not None:
            raise ValueError("a grain has `exclude` or `keepOnly`, not both")
        return self


class FilterMode(StrEnum):
    """Do a stage's filters add to the query's, or stand alone?"""

    RELATIVE = "relative"
    FIXED = "fixed"


class StageFilter(Part):
    """Which of the query's filters reach the inner figure, and which are added."""

    mode: FilterMode | None = None
    exclude: tuple[Text, ...] = ()
    keep_only: tuple[Text, ...] | None = None
    include: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if self.exclude and self.keep_only is not None:
            raise ValueError("a filter has `exclude` or `keepOnly`, not both")
        return self


class SortDirection(StrEnum):
    """Which way rows are sorted."""

    ASC = "asc"
    DESC = "desc"


class OrderBy(Part):
    """What a ranking looks at."""

    expression: Expression
    direction: SortDirection = Field(default=SortDirection.ASC)
