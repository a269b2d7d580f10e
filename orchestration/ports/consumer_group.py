"""Events read by a group: each partition by one member at a time, from the committed position."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from metamodel.kernel.errors import RampartError
from orchestration.ports.event_source import Record


class GroupUnavailable(RampartError):
    """The broker or the group's coordinator did not answer in time."""

    code = "KAFKA-007"
    retryable = True
    hint = "Look whether the broker runs; what was not committed is read again."


class Place(NamedTuple):
    """One partition of one topic."""

    topic: str
    partition: int

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}"


class Fetched(Protocol):
    """A record at the place where it lies; most need never be made out in full."""

    @property
    def place(self) -> Place: ...

    @property
    def offset(self) -> int: ...

    @property
    def key(self) -> bytes | None: ...

    @property
    def value(self) -> bytes | None: ...

    @property
    def record(self) -> Record:
        """All of it."""
        ...


@dataclass(frozen=True, slots=True)
class Polled:
    """What a poll brought: records in their order by place, and places that came and went."""

    records: Sequence[Fetched] = ()
    arrived: frozenset[Place] = frozenset()
    left: frozenset[Place] = frozenset()
    joined: bool = True  # the group knows this member, whether it got a place or not
    lost: Mapping[Place, int] = field(default_factory=dict)  # offsets that retention took first


class ConsumerGroup(Protocol):
    """One member of a group. At least once: what is not committed comes again, here or elsewhere.

    Raises AccessRefused if the broker turns us away, GroupUnavailable if it does not answer.
    """

    def poll(self, *, budget_s: float) -> Polled:
        """Wait up to `budget_s` for records of places that are not held; a bounded number."""
        ...

    def hold(self, places: Collection[Place]) -> None:
        """Give no records of exactly these places from now on; they stay ours.

        One that is held no longer goes on after the last record that it gave.
        """
        ...

    def commit(self, positions: Mapping[Place, int]) -> None:
        """Settle everything before these offsets; places that have left are passed over."""
        ...

    def unsettled_keys(self, place: Place) -> Sequence[bytes | None]:
        """The keys of the records at and after a place's committed position, in their order."""
        ...

    def close(self) -> None:
        """Leave the group: others get the places at once."""
        ...
