"""Consumer groups as their brokers see them, and the one way to move them from outside."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from metamodel.kernel.errors import RampartError
from orchestration.ports.consumer_group import Place


class GroupInUse(RampartError):
    """A group has members: they, and nobody else, say how far it is."""

    code = "KAFKA-009"
    retryable = True
    hint = "End its programs first, all of them; then move it, and start them again."


@dataclass(frozen=True, slots=True)
class ConsumerGroup:
    """A group; one whose programs only commit positions never has members, and `joins` not."""

    name: str
    joins: bool
    has_members: bool


class GroupPositions(Protocol):
    """Raises EventSourceUnavailable, AccessRefused."""

    def groups(self, prefixes: Collection[str]) -> Sequence[ConsumerGroup]:
        """The groups whose name begins with one of these."""
        ...

    def positions(self, group: str, places: Collection[Place]) -> Mapping[Place, int]:
        """What a group committed; nothing where it never did."""
        ...

    def move(self, group: str, positions: Mapping[Place, int]) -> None:
        """Commit in place of a group that has no members; others stay. Raises GroupInUse."""
        ...
