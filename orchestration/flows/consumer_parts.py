"""What a consumption works with: topics by stage, what became of a batch, what it says of it."""

import hashlib
import random
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any, Final
from uuid import UUID

from metamodel.events._contract import Topic
from metamodel.events.codec import Codec, UndecodableEvent, schema_id_of
from metamodel.events.failure_notes import (
    FailureNote,
    NoteUnreadable,
    read_note,
    without_notes,
)
from metamodel.kernel.clock import Clock
from orchestration.flows.failure_classes import (
    FailureClass,
    classify,
    name_of,
    trace_hash,
)
from orchestration.flows.key_order import KeyOrder
from orchestration.flows.scrub_message import scrubbed
from orchestration.ports.consumer_group import ConsumerGroup, Fetched, Place
from orchestration.ports.event_sink import DeadLetter, EventSink, EventTooLarge, Forwarded
from orchestration.ports.event_source import Record

MOST_RECENT: Final = 50_000
MOST_UNKNOWN: Final = 2  # attempts at a record whose fault is of no known class
VERSION: Final = version("rampart")


@dataclass(frozen=True, slots=True)
class Stages:
    """A topic and its retry topics, in the order in which a failing record passes them."""

    contract: type[Topic]
    group: str

    @property
    def topics(self) -> tuple[str, ...]:
        """Everything that the group reads."""
        return (self.contract.name, *self.contract.retry_topics())

    @property
    def last(self) -> int:
        """The number of retry topics."""
        return len(self.contract.failure.retry_after_s)

    def of(self, place: Place) -> int:
        """0 for the topic itself, n for its n-th retry topic."""
        return self.topics.index(place.topic)

    def siblings(self, place: Place) -> tuple[Place, ...]:
        """The same partition of every retry topic, for one of the topic itself."""
        if self.of(place):
            return ()
        return tuple(Place(topic, place.partition) for topic in self.contract.retry_topics())

    def due_at(self, stage: int, now: datetime) -> datetime:
        """When a record is due that goes into a retry topic now."""
        return now + timedelta(seconds=self.contract.failure.retry_after_s[stage - 1])


@dataclass(frozen=True, slots=True)
class Event:
    """What a handler gets."""

    event_id: UUID
    payload: Mapping[str, Any]
    source: str  # topic/partition/offset where it was first appended


@dataclass(frozen=True, slots=True)
class Work:
    """An event at the place where it was read this time."""

    place: Place
    record: Record
    event: Event
    note: FailureNote | None

    @property
    def key(self) -> bytes | None:
        """The key whose order counts."""
        return self.record.key


@dataclass(slots=True)
class Outcome:
    """What became of a batch, before it is committed."""

    handled: int = 0
    again: int = 0  # handled before, by event id
    aside: list[Forwarded] = field(default_factory=list)
    letters: list[DeadLetter] = field(default_factory=list)


@dataclass(slots=True)
class ConsumerHealth:
    """What a member says of itself; counts since it started."""

    unready: str | None = "has no partition yet"
    handled: int = 0
    again: int = 0
    aside: int = 0
    dead: int = 0
    settled_at: datetime | None = None

    def settled(self, outcome: Outcome, at: datetime) -> None:
        """Count a batch that was committed."""
        self.handled += outcome.handled
        self.again += outcome.again
        self.aside += len(outcome.aside)
        self.dead += len(outcome.letters)
        self.settled_at = at


@dataclass(frozen=True, slots=True)
class ConsumerTools:
    """What a consumption uses."""

    group: ConsumerGroup
    sink: EventSink
    codec: Codec
    clock: Clock
    health: ConsumerHealth = field(default_factory=ConsumerHealth)
    chance: Callable[[], float] = random.random


class Recent:
    """The newest event ids, so that a record that came twice is not even handed over."""

    def __init__(self, most: int = MOST_RECENT) -> None:
        self._most = most
        self._ids: OrderedDict[UUID, None] = OrderedDict()

    def add(self, event_id: UUID) -> None:
        """Remember one, forget the oldest."""
        self._ids[event_id] = None
        if len(self._ids) > self._most:
            self._ids.popitem(last=False)

    def __contains__(self, event_id: UUID) -> bool:
        return event_id in self._ids


class Failures:
    """Where each record goes that is not simply handled, and the note it takes along."""

    def __init__(self, stages: Stages, order: KeyOrder, tools: ConsumerTools) -> None:
        self._stages, self._order, self._tools = stages, order, tools

    def read(self, item: Fetched, outcome: Outcome) -> Work | None:
        """Decode a record; one that nobody will ever read is a dead letter."""
        note: FailureNote | None = None
        try:
            note = read_note(item.record.headers)
            name = self._stages.contract.name
            payload = self._tools.codec.decode(name, item.record.value)
        except (NoteUnreadable, UndecodableEvent) as error:
            noted = self._noted(item.place, item.record, note, error)
            self._bury(item.place, item.record, noted, outcome)
            return None
        source = note.source if note else f"{item.place}/{item.record.offset}"
        return Work(item.place, item.record, Event(payload["event_id"], payload, source), note)

    def done(self, work: Work, outcome: Outcome, *, again: bool = False) -> None:
        """It was handled."""
        self._settle(work.place, work.key)
        outcome.handled += not again
        outcome.again += again

    def queue(self, work: Work, stage: int, outcome: Outcome) -> None:
        """It waits behind another of its key, without an attempt of its own."""
        now = self._tools.clock.now()
        note = work.note or self._first_note(work.place, work.record, now)
        self._put_aside(work, replace(note, due_at=self._stages.due_at(stage, now)), stage, outcome)

    def failed(self, work: Work, error: Exception, outcome: Outcome) -> None:
        """Another attempt later, or none."""
        note = self._noted(work.place, work.record, work.note, error, work.event.payload)
        stage = self._stages.of(work.place) + 1
        kind = classify(error)
        hopeless = kind is FailureClass.PERMANENT or (
            kind is FailureClass.UNKNOWN and note.attempts >= MOST_UNKNOWN
        )
        if hopeless or stage > self._stages.last:
            self._bury(work.place, work.record, note, outcome)
        else:
            due = self._stages.due_at(stage, self._tools.clock.now())
            self._put_aside(work, replace(note, due_at=due), stage, outcome)

    def deliver(self, outcome: Outcome) -> None:
        """Send what was put aside, confirmed; what is too large for a retry is a dead letter.

        May be called again after it failed: readers know events that come twice by their id.
        Raises EventNotDelivered, AccessRefused.
        """
        for number in self._tools.sink.forward(outcome.aside):
            refused = outcome.aside[number]
            note = read_note(refused.headers)
            assert note is not None  # noqa: S101 - everything put aside has one
            too_large = EventTooLarge(refused.topic, "with its notes")
            noted = replace(note, fault=too_large.code, message=str(too_large))
            outcome.letters.append(_letter(_record_of(refused, note), noted))
        self._tools.sink.bury(outcome.letters)

    def _put_aside(self, work: Work, note: FailureNote, stage: int, outcome: Outcome) -> None:
        self._settle(work.place, work.key)
        self._order.put_aside(work.place.partition, work.key, stage)
        headers = (*without_notes(work.record.headers), *note.headers())
        outcome.aside.append(
            Forwarded(
                self._stages.topics[stage],
                work.place.partition,
                work.record.key,
                work.record.value,
                headers,
            )
        )

    def _bury(self, place: Place, record: Record, note: FailureNote, outcome: Outcome) -> None:
        self._settle(place, record.key)
        outcome.letters.append(_letter(record, note))

    def _settle(self, place: Place, key: bytes | None) -> None:
        if stage := self._stages.of(place):
            self._order.settled(place.partition, key, stage)

    def _noted(
        self,
        place: Place,
        record: Record,
        note: FailureNote | None,
        error: Exception,
        payload: Mapping[str, Any] | None = None,
    ) -> FailureNote:
        now = self._tools.clock.now()
        before = note or self._first_note(place, record, now)
        return replace(
            before,
            attempts=before.attempts + 1,
            last_failed_at=now,
            fault=name_of(error),
            message=scrubbed(error, payload),
            trace_hash=trace_hash(error),
            service_version=VERSION,
        )

    def _first_note(self, place: Place, record: Record, now: datetime) -> FailureNote:
        return FailureNote(
            topic=place.topic,
            partition=place.partition,
            offset=record.offset,
            timestamp_ms=record.timestamp_ms,
            group=self._stages.group,
            attempts=0,
            first_failed_at=now,
            last_failed_at=now,
            fault="",
            message="waits behind another of its key",
            trace_hash="",
            payload_sha256=hashlib.sha256(record.value or b"").hexdigest(),
            service_version=VERSION,
            schema_id=schema_id_of(record.value),
        )


def _letter(record: Record, note: FailureNote) -> DeadLetter:
    headers = (*without_notes(record.headers), *replace(note, due_at=None).headers())
    original = replace(record, partition=note.partition, offset=note.offset, headers=headers)
    return DeadLetter(note.topic, original, f"{note.fault} {note.message}")


def _record_of(refused: Forwarded, note: FailureNote) -> Record:
    return Record(
        note.partition,
        note.offset,
        refused.key,
        refused.value,
        tuple(refused.headers),
        note.timestamp_ms,
    )
