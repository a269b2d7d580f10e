"""Whose rows are whose, and who sees which."""

from enum import StrEnum
from typing import Literal, Self

from pydantic import model_validator

from metamodel.model.conditions import Claim, Condition
from metamodel.model.part import Part
from metamodel.model.texts import Expression, Text


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


class Masking(Part):
    """Which members the groups see masked only: all but some, or some."""

    includes: tuple[Text, ...] = ()  # none: all
    excludes: tuple[Text, ...] = ()


class AccessPolicy(Part):
    """What some groups see: all rows or filtered ones, all members or some.

    `includes` names the members they see, default all; `excludes` takes some away. What
    `conditions` say of the caller's `securityContext` must hold for the policy to count.
    """

    groups: tuple[Text, ...]
    conditions: tuple[Expression, ...] = ()
    all_rows: Literal[True] | None = None
    filters: tuple[Condition, ...] = ()
    includes: tuple[Text, ...] = ()
    excludes: tuple[Text, ...] = ()
    masking: Masking | None = None

    @model_validator(mode="after")
    def _says_which_rows(self) -> Self:
        if bool(self.all_rows) == bool(self.filters):
            raise ValueError("a policy wants either `allRows` or `filters`")
        if not self.groups:
            raise ValueError("a policy names at least one group")
        return self
