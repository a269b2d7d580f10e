"""Consumer groups as their brokers see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from orchestration.ports.consumer_group import Place


@dataclass(frozen=True, slots=True)
class ConsumerGroup:
    """A group; one whose programs only commit positions never has members, and `joins` not."""

    name: str
    joins: bool
    has_members: bool


class GroupPositions(Protocol):
    """Changes nothing. Raises EventSourceUnavailable, AccessRefused."""

    def groups(self, prefixes: Collection[str]) -> Sequence[ConsumerGroup]:
        """The groups whose name begins with one of these."""
        ...

    def positions(self, group: str, places: Collection[Place]) -> Mapping[Place, int]:
        """What a group committed; nothing where it never did."""
        ...
