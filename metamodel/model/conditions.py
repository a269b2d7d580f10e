"""Conditions on members, in the words of Cube's filters."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from metamodel.model.part import Part
from metamodel.model.texts import Text

Claim = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
"""A claim of the caller's token, at its top level."""


class Operator(StrEnum):
    """How a condition compares."""

    EQUALS = "equals"
    NOT_EQUALS = "notEquals"
    CONTAINS = "contains"
    NOT_CONTAINS = "notContains"
    STARTS_WITH = "startsWith"
    NOT_STARTS_WITH = "notStartsWith"
    ENDS_WITH = "endsWith"
    NOT_ENDS_WITH = "notEndsWith"
    IN = "in"
    NOT_IN = "notIn"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    SET = "set"
    NOT_SET = "notSet"
    IN_DATE_RANGE = "inDateRange"
    NOT_IN_DATE_RANGE = "notInDateRange"
    ON_THE_DATE = "onTheDate"
    BEFORE_DATE = "beforeDate"
    BEFORE_OR_ON_DATE = "beforeOrOnDate"
    AFTER_DATE = "afterDate"
    AFTER_OR_ON_DATE = "afterOrOnDate"
    MEASURE_FILTER = "measureFilter"


class Condition(Part):
    """One comparison with fixed values or with a claim of the caller; or several, joined.

    A comparison has `member`, `operator` and what it compares with; `or` and `and` hold conditions.
    """

    member: Text | None = None
    operator: Operator | None = None
    values: tuple[str, ...] = ()
    claim: Claim | None = None
    any_of: tuple["Condition", ...] = Field(default=(), alias="or")
    all_of: tuple["Condition", ...] = Field(default=(), alias="and")

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if self.any_of or self.all_of:
            if self.member or self.operator or (self.any_of and self.all_of):
                raise ValueError("`or`, `and` and a comparison are three different things")
            return self
        if self.member is None or self.operator is None:
            raise ValueError("a filter wants `member` and `operator`, or `or`, or `and`")
        nothing = self.operator in {Operator.SET, Operator.NOT_SET}
        if nothing and (self.values or self.claim):
            raise ValueError(f"`{self.operator}` takes neither `values` nor `claim`")
        if not nothing and bool(self.values) == bool(self.claim):
            raise ValueError("a filter wants either `values` or `claim`")
        return self

    @property
    def members(self) -> tuple[str, ...]:
        """Every member it looks at, at any depth."""
        own = (self.member,) if self.member else ()
        return own + tuple(name for item in (*self.any_of, *self.all_of) for name in item.members)
