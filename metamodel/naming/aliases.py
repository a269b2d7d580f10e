"""Old names that work until their day: found, counted, and refused after it."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from metamodel.naming.dictionary import Alias
from metamodel.naming.errors import AliasExpired
from metamodel.naming.names import NameKind


class UseCounter(Protocol):
    """Where uses of old names are counted, such as a metric with the alias as label."""

    def count(self, alias: Alias) -> None:
        """One more use."""
        ...


class AliasTable:
    """Resolves old names. Whoever asks says which day it is."""

    def __init__(self, aliases: Iterable[Alias], counter: UseCounter) -> None:
        self._aliases = {(item.kind, item.old): item for item in aliases}
        self._counter = counter

    def resolve(self, kind: NameKind, name: str, today: date) -> str:
        """The name as it is now. Counts a use of an old one; raises AliasExpired past its day."""
        alias = self._aliases.get((kind, name))
        if alias is None:
            return name
        if today > alias.remove_after:
            raise AliasExpired(name, f"is `{alias.new}` since {alias.since}")
        self._counter.count(alias)
        return alias.new
