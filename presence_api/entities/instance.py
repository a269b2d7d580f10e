"""One instance of an entity, by its id."""

from collections.abc import Iterable
from typing import ClassVar

from metamodel.kernel.errors import BadInstanceId, RampartError
from metamodel.kernel.ids import instance_parts
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.values import UnfitValue, typed
from presence_api.ports.row_conditions import (
    Comparison,
    Condition,
    KeyIn,
    Test,
    Value,
    all_of,
)


class InstanceUnknown(RampartError):
    """There is no such instance, or no policy shows it to the caller; they are not told which."""

    code: ClassVar[str] = "ENT-007"
    hint: ClassVar[str] = "Search for it: it may have been deleted, or belong to somebody else."


def key_is(view: EntityView, one: str) -> Condition:
    """The row of that instance id. Raises InstanceUnknown for what is none of the entity's."""
    tests = zip(view.source.key, key_values(view, one), strict=True)
    return all_of([Test(column, Comparison.IN, (value,)) for column, value in tests])


def keys_are(view: EntityView, ids: Iterable[str]) -> Condition:
    """The rows of these instance ids. Raises InstanceUnknown as `key_is`."""
    return KeyIn(view.source.key, tuple(key_values(view, one) for one in ids))


def key_values(view: EntityView, one: str) -> tuple[Value, ...]:
    """What the parts of an instance id stand for. Raises InstanceUnknown as `key_is`."""
    key = view.source.key
    try:
        parts = instance_parts(one, len(key))
        return tuple(typed(column.type, part) for column, part in zip(key, parts, strict=True))
    except (BadInstanceId, UnicodeEncodeError, UnfitValue) as error:
        raise InstanceUnknown(view.entity.name, one) from error
