"""What searches and reports have in common, for those who read the description of the API."""

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType, field

Operator = Literal[
    "between", "contains", "endsWith", "eq", "gt", "gte", "in", "isNull", "lt", "lte", "ne", "nin",
    "notNull", "startsWith",
]  # fmt: skip


class Condition(Struct, forbid_unknown_fields=True):
    """`{"and": [...]}`, `{"or": [...]}`, `{"not": {...}}`, or `{"field", "op", "value"}`."""

    and_: "list[Condition] | UnsetType" = field(default=UNSET, name="and")
    or_: "list[Condition] | UnsetType" = field(default=UNSET, name="or")
    not_: "Condition | UnsetType" = field(default=UNSET, name="not")
    field: str | UnsetType = UNSET
    op: Operator | UnsetType = UNSET
    value: Any = UNSET


class OrderStep(Struct, forbid_unknown_fields=True):
    """One attribute to order by."""

    by: str
    dir: Literal["asc", "desc"] = "asc"
