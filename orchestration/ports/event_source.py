"""Events at rest in a log, read by position."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from metamodel.kernel.errors import RampartError


class EventSourceUnavailable(RampartError):
    """The broker did not answer in time."""

    code = "KAFKA-001"
    retryable = True
    hint = "Look whether the broker runs and is reachable; nothing was consumed or lost."


class TopicMissing(RampartError):
    """The topic does not exist on the broker."""

    code = "KAFKA-002"
    retryable = True
    hint = "Create the stack's topics (`rampart stack up` does); the position is kept."


class OffsetsGone(RampartError):
    """Offsets of a range are no longer on the broker: retention or deletion took them."""

    code = "KAFKA-003"
    hint = "What they named is rebuilt whole; `rampart preagg resume --accept-loss` ends the alarm."


@dataclass(frozen=True, slots=True, order=True)
class OffsetRange:
    """Offsets [start, end) of one partition of a topic."""

    partition: int
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __str__(self) -> str:
        return f"{self.partition}:{self.start}-{self.end}"

    @classmethod
    def parse(cls, text: str) -> "OffsetRange":
        """The inverse of `str`. Raises ValueError."""
        partition, _, offsets = text.partition(":")
        start, _, end = offsets.partition("-")
        return cls(int(partition), int(start), int(end))


@dataclass(frozen=True, slots=True)
class Record:
    """One event as it lies in the log, undecoded."""

    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    timestamp_ms: int


@dataclass(frozen=True, slots=True)
class TopicState:
    """What a topic holds at one moment: `[low, high)` for each partition."""

    topic_id: str  # changes when a topic is deleted and made anew
    low: Mapping[int, int]
    high: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a wait for events found, without decoding them."""

    next: Mapping[int, int]  # position after the last record seen, by partition
    records: int
    oldest_timestamp_ms: int | None


class EventSource(Protocol):
    """A topic read by explicit positions; no consumer group decides anything.

    A broker that turns us away raises AccessRefused wherever EventSourceUnavailable is raised.
    """

    def state(self) -> TopicState:
        """The topic's id and watermarks. Raises TopicMissing, EventSourceUnavailable."""
        ...

    def position_at(self, timestamp_ms: int) -> Mapping[int, int]:
        """By partition, the first offset at or after a moment; the end where there is none."""
        ...

    def wait_for_events(self, position: Mapping[int, int], *, budget_s: float) -> Arrival:
        """Wait up to `budget_s` for the first record at or after `position`, then until quiet.

        Reads without decoding: linger 0.25 s after the first record, then until 0.15 s are quiet,
        at most 2 s in all and 50,000 records. Raises OffsetsGone, EventSourceUnavailable.
        """
        ...

    def read(self, ranges: tuple[OffsetRange, ...]) -> AbstractContextManager[Iterator[Record]]:
        """Every record of the ranges; what compaction or control records skip is simply absent.

        Raises OffsetsGone if the log starts after a range's start, EventSourceUnavailable.
        """
        ...

    def commit(self, position: Mapping[int, int]) -> None:
        """Tell lag dashboards how far we are; best effort, correctness never reads it."""
        ...
