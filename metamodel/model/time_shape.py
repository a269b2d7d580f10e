"""What a time dimension knows beyond its moment: own granularities, and shifts of a calendar."""

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from metamodel.model.intervals import GranularityInterval, GranularityOffset, Interval
from metamodel.model.part import Part
from metamodel.model.texts import Expression, Identifier, Text


class ShiftDirection(StrEnum):
    """Which way a time is shifted."""

    PRIOR = "prior"
    NEXT = "next"


class CustomGranularity(Part):
    """A granularity of one's own, such as a fiscal year.

    An `interval` with an `origin` that it counts from, or with an `offset`, or alone; or, in a
    calendar, the `expression` of a column that stands for one of Cube's own granularities.
    """

    name: Identifier
    title: Text | None = None
    interval: GranularityInterval | None = None
    origin: Text | None = None  # a day or moment, ISO 8601
    offset: GranularityOffset | None = None
    expression: Expression | None = None

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if (self.interval is None) == (self.expression is None):
            raise ValueError("a granularity wants either `interval` or `expression`")
        if self.expression is not None and (self.origin or self.offset):
            raise ValueError("`origin` and `offset` go with `interval`")
        if self.origin is not None and self.offset is not None:
            raise ValueError("a granularity has an `origin` or an `offset`, not both")
        return self


class CalendarShift(Part):
    """How a calendar shifts a moment: under a `name` and by an interval or a column, or both."""

    name: Identifier | None = None
    interval: Interval | None = None
    direction: ShiftDirection | None = None
    expression: Expression | None = None

    @model_validator(mode="after")
    def _is_two_of_three(self) -> Self:
        if (self.interval is None) != (self.direction is None):
            raise ValueError("`interval` and `direction` go together")
        given = sum(item is not None for item in (self.name, self.interval, self.expression))
        if given != 2:  # noqa: PLR2004 - two of the three
            raise ValueError("a shift wants two of `name`, `interval` and `expression`")
        return self
