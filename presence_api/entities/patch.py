"""A JSON merge patch (RFC 7396) as values for a row, with all that speaks against it; pure."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from metamodel.model.attribute import Attribute, Constraints
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.checks import granted, is_listed, read_value
from presence_api.entities.faults import FaultCode, Faults, below
from presence_api.entities.values import NUMBERS
from presence_api.ports.row_conditions import StoredColumn, Value


def read_patch(
    view: EntityView, patch: Any, faults: Faults, pointer: str = ""
) -> dict[StoredColumn, Value | None]:
    """The values it gives to columns; without faults it may be applied to rows of the view.

    `pointer` leads to the patch within the request.
    """
    if not isinstance(patch, Mapping):
        faults.add(pointer, FaultCode.WRONG_SHAPE, "an object is wanted")
        return {}
    found: dict[StoredColumn, Value | None] = {}
    for name, said in patch.items():
        place = below(pointer, name)
        if name in view.editable:
            found[view.column(name)] = _value(view.attribute(name), said, place, faults)
        elif name in view.readable:
            faults.add(place, FaultCode.NOT_EDITABLE, f"`{name}` cannot be changed")
        else:
            faults.unknown(place, FaultCode.UNKNOWN_ATTRIBUTE, name, view.editable)
    if len(found) == len(patch):
        granted(view, patch, (), faults)
    return found


def _value(attribute: Attribute, said: Any, place: str, faults: Faults) -> Value | None:
    if said is None:
        if not attribute.nullable:
            faults.add(place, FaultCode.UNFIT_VALUE, "null is not possible here")
        return None
    value = read_value(attribute, said, place, faults)
    if value is not None:
        is_listed(attribute, value, place, faults)
        for message in _broken(attribute, attribute.constraints or Constraints(), value):
            faults.add(place, FaultCode.OUT_OF_BOUNDS, message)
    return value


def _broken(attribute: Attribute, rules: Constraints, value: Value) -> Iterator[str]:
    if attribute.type in NUMBERS:
        number = Decimal(str(value))
        if rules.minimum is not None and number < Decimal(repr(rules.minimum)):
            yield f"at least {rules.minimum:g} is wanted"
        if rules.maximum is not None and number > Decimal(repr(rules.maximum)):
            yield f"at most {rules.maximum:g} is wanted"
    if isinstance(value, str):
        if rules.min_length is not None and len(value) < rules.min_length:
            yield f"at least {rules.min_length} characters are wanted"
        if rules.max_length is not None and len(value) > rules.max_length:
            yield f"at most {rules.max_length} characters are wanted"
        if rules.pattern is not None and not re.fullmatch(rules.pattern, value):
            yield f"it does not match `{rules.pattern}`"
