"""The rows that a policy shows to one caller.

A policy whose filter cannot be told here (of a computed member, with a claim that the token lacks,
with a value of another type) shows nothing: whoever is in doubt does not see.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from metamodel.model.access import AccessPolicy
from metamodel.model.attribute import AttributeType
from metamodel.model.conditions import Condition as Filter
from metamodel.model.conditions import Operator
from metamodel.model.entity import Entity
from presence_api.entities.catalogue.row_source import stored_column
from presence_api.entities.values import NUMBERS, TEXTS, UnfitValue, typed
from presence_api.ports.row_conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    StoredColumn,
    Test,
    Value,
    all_of,
    any_of,
    negation,
)

_LISTS: Final = frozenset({Operator.IN, Operator.NOT_IN})
_MEMBERSHIP: Final = {
    Operator.EQUALS: False,
    Operator.IN: False,
    Operator.NOT_EQUALS: True,
    Operator.NOT_IN: True,
}
_BOUNDS: Final = {
    Operator.GT: Comparison.GT,
    Operator.GTE: Comparison.GTE,
    Operator.LT: Comparison.LT,
    Operator.LTE: Comparison.LTE,
}
_PARTS_OF_TEXTS: Final = {
    Operator.CONTAINS: (Comparison.CONTAINS, False),
    Operator.NOT_CONTAINS: (Comparison.CONTAINS, True),
    Operator.STARTS_WITH: (Comparison.STARTS_WITH, False),
    Operator.NOT_STARTS_WITH: (Comparison.STARTS_WITH, True),
    Operator.ENDS_WITH: (Comparison.ENDS_WITH, False),
    Operator.NOT_ENDS_WITH: (Comparison.ENDS_WITH, True),
}


def policy_rows(
    entity: Entity, policy: AccessPolicy, claims: Mapping[str, Any]
) -> Condition | None:
    """The rows that the policy's filters leave; None if that cannot be told."""
    try:
        return all_of([_condition(entity, one, claims) for one in policy.filters])
    except UnfitValue:
        return None


def _condition(entity: Entity, item: Filter, claims: Mapping[str, Any]) -> Condition:
    if item.any_of:
        return any_of([_condition(entity, one, claims) for one in item.any_of])
    if item.all_of:
        return all_of([_condition(entity, one, claims) for one in item.all_of])
    attribute = entity.attribute(item.member or "")
    if attribute is None or attribute.type.opaque or item.operator is None:
        raise UnfitValue("no attribute that rows could be told apart by")
    column = stored_column(entity, attribute)
    if item.operator in {Operator.SET, Operator.NOT_SET}:
        return Test(column, Comparison.IS_NULL, negated=item.operator is Operator.SET)
    values = item.values if item.claim is None else _claimed(item.operator, claims, item.claim)
    return _comparison(column, item.operator, values)


def _claimed(operator: Operator, claims: Mapping[str, Any], name: str) -> Sequence[Any]:
    found = claims.get(name)
    values = found if operator in _LISTS and isinstance(found, list | tuple) else (found,)
    if not values or not all(isinstance(value, str | bool | int | float) for value in values):
        raise UnfitValue("the token lacks the claim")
    return values


def _comparison(column: StoredColumn, operator: Operator, said: Sequence[Any]) -> Condition:
    if operator in _MEMBERSHIP:
        found = Test(column, Comparison.IN, tuple(_value(column, one) for one in said))
        return negation(found) if _MEMBERSHIP[operator] else found
    if operator in _BOUNDS and len(said) == 1:
        return Test(column, _BOUNDS[operator], (_value(column, said[0]),))
    if operator in _PARTS_OF_TEXTS and column.type in TEXTS:
        comparison, negated = _PARTS_OF_TEXTS[operator]
        tests = tuple(Test(column, comparison, (_value(column, one),), negated) for one in said)
        return AllOf(tests) if negated else AnyOf(tests)
    raise UnfitValue(f"`{operator}` of a {column.type} is not known here")


def _value(column: StoredColumn, said: Any) -> Value:
    """Documents and tokens write many values as texts, or numbers where a text is kept."""
    if column.type is AttributeType.BOOLEAN and said in {"true", "false"}:
        said = said == "true"
    if column.type is AttributeType.FLOAT and isinstance(said, str):
        said = float(str(typed(AttributeType.DECIMAL, said)))
    if column.type in TEXTS and isinstance(said, int) and not isinstance(said, bool):
        said = str(said)
    if column.type not in NUMBERS and isinstance(said, float):
        raise UnfitValue("a number, where none is kept")
    return typed(column.type, said)
