"""Where logs begin and end, and which record is the first of a moment; no record is read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from orchestration.ports.consumer_group import Place

NEWEST: Final = -1
"""Instead of a moment: the record with the latest timestamp."""


@dataclass(frozen=True, slots=True)
class Extent:
    """The offsets [low, high) that a partition reaches over."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Found:
    """A record that is there, by its offset, and its timestamp."""

    offset: int
    timestamp_ms: int


class LogOffsets(Protocol):
    """Asks for offsets only: the right to describe a topic is enough.

    Raises EventSourceUnavailable, TopicMissing, AccessRefused.
    """

    def extents(self, topics: Collection[str]) -> Mapping[Place, Extent]:
        """Every partition of those of the topics that exist."""
        ...

    def at(self, moments: Mapping[Place, int]) -> Mapping[Place, Found]:
        """By partition, the first record at or after a moment (ms, or NEWEST), if there is one."""
        ...
