"""Conditions as Cube's filters."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from metamodel.model.conditions import Operator as CubeOperator
from presence_api.reporting.dsl.conditions import (
    Comparison,
    Junction,
    Normal,
    Value,
    Within,
    conjuncts,
)
from presence_api.reporting.dsl.member import Member
from presence_api.reporting.dsl.request import Operator

Filter = dict[str, Any]
Naming = Callable[[Member], str]

_PLAIN: Final[Mapping[Operator, CubeOperator]] = {
    Operator.EQ: CubeOperator.EQUALS,
    Operator.NE: CubeOperator.NOT_EQUALS,
    Operator.IN: CubeOperator.EQUALS,
    Operator.NIN: CubeOperator.NOT_EQUALS,
    Operator.LT: CubeOperator.LT,
    Operator.LTE: CubeOperator.LTE,
    Operator.GT: CubeOperator.GT,
    Operator.GTE: CubeOperator.GTE,
    Operator.CONTAINS: CubeOperator.CONTAINS,
    Operator.STARTS_WITH: CubeOperator.STARTS_WITH,
    Operator.ENDS_WITH: CubeOperator.ENDS_WITH,
    Operator.IS_NULL: CubeOperator.NOT_SET,
    Operator.NOT_NULL: CubeOperator.SET,
}
_NEGATED: Final[Mapping[Operator, CubeOperator]] = {
    Operator.CONTAINS: CubeOperator.NOT_CONTAINS,
    Operator.STARTS_WITH: CubeOperator.NOT_STARTS_WITH,
    Operator.ENDS_WITH: CubeOperator.NOT_ENDS_WITH,
}
"""Cube takes rows without a value for these, as for `notEquals`."""
_OTHER_SIDE: Final[Mapping[Operator, CubeOperator]] = {
    Operator.LT: CubeOperator.GTE,
    Operator.LTE: CubeOperator.GT,
    Operator.GT: CubeOperator.LTE,
    Operator.GTE: CubeOperator.LT,
}
"""These leave such rows out, so that they have to be let in by name."""


def filters(condition: Normal | None, naming: Naming) -> list[Filter]:
    """Filters that must all hold, as a query lists them."""
    return [_filter(item, naming) for item in conjuncts(condition)]


def _filter(item: Normal, naming: Naming) -> Filter:
    if isinstance(item, Junction):
        inside = [_filter(one, naming) for one in item.items]
        return {"or": inside} if item.any_of else {"and": inside}
    if isinstance(item, Within):
        raise TypeError("a condition on time is a date range, never a filter")
    return _comparison(item, naming(item.member))


def _comparison(item: Comparison, member: str) -> Filter:
    if item.op is Operator.BETWEEN:
        low, high = item.values
        if item.negated:
            below, above = _one(member, CubeOperator.LT, low), _one(member, CubeOperator.GT, high)
            return {"or": [below, above, _one(member, CubeOperator.NOT_SET)]}
        least, most = _one(member, CubeOperator.GTE, low), _one(member, CubeOperator.LTE, high)
        return {"and": [least, most]}
    if item.negated and item.op in _OTHER_SIDE:
        other = _one(member, _OTHER_SIDE[item.op], *item.values)
        return {"or": [other, _one(member, CubeOperator.NOT_SET)]}
    return _one(member, (_NEGATED if item.negated else _PLAIN)[item.op], *item.values)


def _one(member: str, operator: CubeOperator, *values: Value) -> Filter:
    found: Filter = {"member": member, "operator": operator.value}
    return found | ({"values": [_text(item) for item in values]} if values else {})


def _text(value: Value) -> str:
    """Cube takes every value as text; a number without an exponent."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)
