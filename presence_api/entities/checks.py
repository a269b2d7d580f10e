"""What searches and patches check alike: that a value fits, and that some policy shows it all."""

from collections.abc import Collection
from typing import Any

from metamodel.model.attribute import Attribute
from presence_api.entities.catalogue.grants import Grant
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.faults import FaultCode, Faults
from presence_api.entities.values import TEXTS, UnfitValue, typed
from presence_api.ports.row_conditions import Value


def read_value(attribute: Attribute, said: Any, pointer: str, faults: Faults) -> Value | None:
    """A JSON value as the attribute holds it; None where it does not fit, which is a fault."""
    try:
        return typed(attribute.type, said)
    except UnfitValue as fault:
        faults.add(pointer, FaultCode.UNFIT_VALUE, str(fault))
        return None


def is_listed(attribute: Attribute, value: Value, pointer: str, faults: Faults) -> bool:
    """Is it one of the values that the attribute lists, if it lists any? Else that is a fault."""
    known = {item.value for item in attribute.enum}
    if not known or attribute.type not in TEXTS or value in known:
        return True
    faults.unknown(pointer, FaultCode.UNFIT_VALUE, value, known)
    return False


def granted(
    view: EntityView, shown: Collection[str], read: Collection[str], faults: Faults
) -> tuple[Grant, ...]:
    """The policies that show all of it; that there is none is a fault of the whole request."""
    granting = view.granting(shown, read)
    if not granting:
        message = "no policy of yours shows all these attributes of one row"
        faults.add("", FaultCode.APART, message)
    return granting
