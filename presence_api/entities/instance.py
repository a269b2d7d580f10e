"""One instance of an entity, by its id."""

from typing import ClassVar

from metamodel.kernel.errors import BadInstanceId, RampartError
from metamodel.kernel.ids import instance_parts
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.values import UnfitValue, typed
from presence_api.ports.row_conditions import Comparison, Condition, Test, all_of


class InstanceUnknown(RampartError):
    """There is no such instance, or no policy shows it to the caller; they are not told which."""

    code: ClassVar[str] = "ENT-007"
    hint: ClassVar[str] = "Search for it: it may have been deleted, or belong to somebody else."


def key_is(view: EntityView, one: str) -> Condition:
    """The row of that instance id. Raises InstanceUnknown for what is none of the entity's."""
    key = view.source.key
    try:
        parts = instance_parts(one, len(key))
        values = [typed(column.type, part) for column, part in zip(key, parts, strict=True)]
    except (BadInstanceId, UnicodeEncodeError, UnfitValue) as error:
        raise InstanceUnknown(view.entity.name, one) from error
    tests = zip(key, values, strict=True)
    return all_of([Test(column, Comparison.IN, (value,)) for column, value in tests])
