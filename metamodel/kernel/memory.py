"""What was made of which parts, for work that is done again and again on nearly the same."""

from collections.abc import Callable, Hashable
from operator import is_
from typing import Any, TypeVar

T = TypeVar("T")


class Memory:
    """Remembers the newest outcome under each key; equal outcomes stay the very same object.

    Parts are told apart by identity, so that they may be large. They have to be immutable, and
    whatever decides about an outcome has to be among them.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[tuple[Any, ...], Any]] = {}

    def recall(self, key: Hashable, parts: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What was made of these very parts; of others it is made now."""
        return self.retrace(key, lambda _: parts, make)

    def retrace(
        self, key: Hashable, parts_of: Callable[[T], tuple[Any, ...]], make: Callable[[], T]
    ) -> T:
        """The same for an outcome that tells itself which parts it was made of."""
        known = self._known.get(key)
        if known is not None:
            parts = parts_of(known[1])
            if len(known[0]) == len(parts) and all(map(is_, known[0], parts)):
                return known[1]  # type: ignore[no-any-return]
        made = make()
        if known is not None and known[1] == made:
            made = known[1]
        self._known[key] = (parts_of(made), made)
        return made

    def same(self, key: Hashable, value: T) -> T:
        """The value remembered under the key if it is equal, else the new one."""
        known = self._known.get(key)
        if known is not None and (known[1] is value or known[1] == value):
            return known[1]  # type: ignore[no-any-return]
        self._known[key] = ((), value)
        return value
