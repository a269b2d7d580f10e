"""Whose rows are whose, and who sees which."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator

from metamodel.model.attribute import Text
from metamodel.model.part import Part

Claim = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
"""A claim of the caller's token, at its top level."""


class TenancyDefaults(Part):
    """How a caller's tenant and rights are read from the token."""

    claim: Claim
    admin_groups: tuple[Text, ...]  # see every tenant's rows
    tenant_groups: tuple[Text, ...]  # see their own tenant's rows only


class TenancyMode(StrEnum):
    """Does every row belong to one tenant, or to all?"""

    REQUIRED = "required"
    SHARED = "shared"


class Tenancy(Part):
    """An entity's place in tenancy; the attribute holds the tenant of a row."""

    mode: TenancyMode
    attribute: Text | None = None

    @model_validator(mode="after")
    def _attribute_goes_with_mode(self) -> Self:
        if (self.mode is TenancyMode.REQUIRED) != (self.attribute is not None):
            raise ValueError("`attribute` is given exactly when `mode` is `required`")
        return self


class Operator(StrEnum):
    """Cube's row filter operators that need no second thought."""

    EQUALS = "equals"
    NOT_EQUALS = "notEquals"
    IN = "in"
    NOT_IN = "notIn"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    SET = "set"
    NOT_SET = "notSet"


class RowFilter(Part):
    """A condition on rows: against fixed values or against one claim of the caller."""

    member: Text
    operator: Operator
    values: tuple[str, ...] = ()
    claim: Claim | None = None

    @model_validator(mode="after")
    def _compares_with_something(self) -> Self:
        nothing = self.operator in {Operator.SET, Operator.NOT_SET}
        if nothing and (self.values or self.claim):
            raise ValueError(f"`{self.operator}` takes neither `values` nor `claim`")
        if not nothing and bool(self.values) == bool(self.claim):
            raise ValueError("a filter wants either `values` or `claim`")
        return self


class AccessPolicy(Part):
    """What some groups see: all rows or filtered ones, all members or all but some."""

    groups: tuple[Text, ...]
    all_rows: Literal[True] | None = None
    filters: tuple[RowFilter, ...] = ()
    excludes: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _says_which_rows(self) -> Self:
        if bool(self.all_rows) == bool(self.filters):
            raise ValueError("a policy wants either `allRows` or `filters`")
        if not self.groups:
            raise ValueError("a policy names at least one group")
        return self
