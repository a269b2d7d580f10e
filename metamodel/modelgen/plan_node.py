"""What every piece of a plan is."""

from collections.abc import Iterable
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar

from msgspec import Struct
from msgspec.structs import fields


class PlanNode(
    Struct, frozen=True, gc=False, omit_defaults=True, rename=lambda name: name.removesuffix("_")
):
    """A piece of a plan: a field is a key of the YAML, in this order.

    A field at its default is left out; `_` behind a name that Python reserves is dropped. Plans
    are trees, so the garbage collector need not look at them.
    """

    unsaid: ClassVar[frozenset[str]] = frozenset()
    """Fields that are ours alone: no keys of the YAML."""

    def keyed(self) -> Iterable[tuple[tuple[str, Any], Any]]:
        """Each key of the YAML with the value at which it is left out, and its value."""
        getter, keys = _keys_of(self.__class__)
        return zip(keys, getter(self), strict=True)


@cache
def _keys_of(kind: type[PlanNode]) -> tuple[Any, tuple[tuple[str, Any], ...]]:
    """Of a class: a getter of all its fields, and their keys and defaults."""
    said = [item for item in fields(kind) if item.name not in kind.unsaid]
    names = [item.name for item in said]
    getter = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    return getter, tuple((item.encode_name, item.default) for item in said)
