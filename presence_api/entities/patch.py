"""Whether a JSON merge patch (RFC 7396) may be applied to a row; pure."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from metamodel.model.attribute import Attribute, Constraints
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.faults import Fault, FaultCode, Faults, below
from presence_api.entities.values import NUMBERS, TEXTS, UnfitValue, typed
from presence_api.ports.row_conditions import Value


def check_patch(view: EntityView, patch: Any) -> tuple[Fault, ...]:
    """All that speaks against it; nothing: it may be applied to the rows that the view shows."""
    faults = Faults()
    if not isinstance(patch, Mapping):
        faults.add("", FaultCode.WRONG_SHAPE, "an object is wanted")
        return tuple(faults)
    for name, value in patch.items():
        pointer = below("", name)
        if name in view.editable:
            _check_value(view.attribute(name), value, pointer, faults)
        elif name in view.readable:
            faults.add(pointer, FaultCode.NOT_EDITABLE, f"`{name}` cannot be changed")
        else:
            faults.unknown(pointer, FaultCode.UNKNOWN_ATTRIBUTE, name, view.editable)
    if view.editable.issuperset(patch) and not view.granting(patch, ()):
        faults.add("", FaultCode.APART, "no policy of yours shows all these attributes of one row")
    return tuple(faults)


def _check_value(attribute: Attribute, said: Any, pointer: str, faults: Faults) -> None:
    if said is None:
        if not attribute.nullable:
            faults.add(pointer, FaultCode.UNFIT_VALUE, "null is not possible here")
        return
    try:
        value = typed(attribute.type, said)
    except UnfitValue as fault:
        faults.add(pointer, FaultCode.UNFIT_VALUE, str(fault))
        return
    known = {item.value for item in attribute.enum}
    if known and attribute.type in TEXTS and value not in known:
        faults.unknown(pointer, FaultCode.UNFIT_VALUE, value, known)
    for message in _broken(attribute, attribute.constraints or Constraints(), value):
        faults.add(pointer, FaultCode.OUT_OF_BOUNDS, message)


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
