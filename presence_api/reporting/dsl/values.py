"""Values of a comparison, by the kind of what they are compared with."""

import json
import math
from collections.abc import Mapping
from typing import Any, Final

from presence_api.reporting.dsl.conditions import Value
from presence_api.reporting.dsl.faults import FaultCode, Faults
from presence_api.reporting.dsl.fields import text_of
from presence_api.reporting.dsl.member import Kind
from presence_api.reporting.dsl.request import MOST_VALUES, WITHOUT_VALUE, Operator
from presence_api.reporting.dsl.spans import TICK, Span, span_of

_EQUAL: Final = WITHOUT_VALUE | {Operator.EQ, Operator.NE}
_LISTS: Final = frozenset({Operator.IN, Operator.NIN})
_ORDER: Final = frozenset({Operator.LT, Operator.LTE, Operator.GT, Operator.GTE, Operator.BETWEEN})
_PARTS: Final = frozenset({Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH})
OPERATORS: Final[Mapping[Kind, frozenset[Operator]]] = {
    Kind.TEXT: _EQUAL | _LISTS | _PARTS,
    Kind.NUMBER: _EQUAL | _LISTS | _ORDER,
    Kind.BOOLEAN: _EQUAL,
    Kind.TIME: WITHOUT_VALUE
    | _ORDER
    | {Operator.EQ},  # one stretch of time, as Cube can be asked for
    Kind.OTHER: frozenset(),
}
"""The operators of each kind."""
_ENDS: Final = 2


def values_of(
    kind: Kind, op: Operator, value: Any, at: str, faults: Faults
) -> tuple[Value, ...] | None:
    """The values of a comparison in one form: sets in order, whole numbers as such."""
    if op in WITHOUT_VALUE:
        return ()
    wanted = _listed(op, value, at, faults)
    if wanted is None:
        return None
    found = [_value(kind, op, item, place, faults) for place, item in wanted]
    kept = [item for item in found if item is not None]
    if len(kept) != len(found):
        return None
    return tuple(sorted(set(kept), key=json.dumps)) if op in _LISTS else tuple(kept)


def span_for(op: Operator, value: Any, at: str, faults: Faults) -> Span | None:
    """The stretch of time that a comparison means."""
    wanted = _listed(op, value, at, faults)
    if wanted is None:
        return None
    spans = [_span(item, place, faults) for place, item in wanted]
    first, last = spans[0], spans[-1]
    if first is None or last is None or first.start is None or first.end is None:
        return None
    if op is Operator.LT:
        return Span(None, first.start - TICK)
    if op is Operator.LTE:
        return Span(None, first.end)
    if op is Operator.GT:
        return Span(first.end + TICK, None)
    return Span(first.start, None) if op is Operator.GTE else Span(first.start, last.end)


def _listed(op: Operator, value: Any, at: str, faults: Faults) -> list[tuple[str, Any]] | None:
    """The values with their places; one for most operators, two for `between`."""
    if op not in _LISTS and op is not Operator.BETWEEN:
        return [(at, value)]
    if not isinstance(value, list) or not value:
        faults.add(at, FaultCode.WRONG_TYPE, "wants a list of values")
    elif op is Operator.BETWEEN and len(value) != _ENDS:
        faults.add(at, FaultCode.WRONG_TYPE, "wants two values: from and to")
    elif len(value) > MOST_VALUES:
        message = f"has {len(value)} values; {MOST_VALUES} are allowed"
        faults.add(at, FaultCode.OUT_OF_RANGE, message)
    else:
        return [(f"{at}/{index}", item) for index, item in enumerate(value)]
    return None


def _value(kind: Kind, op: Operator, value: Any, at: str, faults: Faults) -> Value | None:
    if kind is Kind.TEXT:
        return text_of(value, at, faults, may_be_empty=op not in _PARTS)
    if kind is Kind.BOOLEAN:
        if isinstance(value, bool):
            return value
        faults.add(at, FaultCode.WRONG_TYPE, "wants true or false")
        return None
    if type(value) in {int, float} and math.isfinite(value):
        return int(value) if value == int(value) else float(value)
    faults.add(at, FaultCode.WRONG_TYPE, "wants a number")
    return None


def _span(value: Any, at: str, faults: Faults) -> Span | None:
    found = span_of(value) if isinstance(value, str) else None
    if found is None:
        faults.add(at, FaultCode.WRONG_TYPE, "wants a day or a moment in ISO 8601")
    return found
