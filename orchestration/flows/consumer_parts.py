"""What a consumption works with: topics by stage, what became of a batch, what it says of it."""

import hashlib
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from importlib.metadata import version
from typing import Any, Final

from metamodel.events._contract import Topic
from metamodel.events.codec import Codec, UndecodableEvent, schema_id_of
from metamodel.events.failure_notes import (
    FailureNote,
    NoteUnreadable,
    read_note,
    without_notes,
)
from metamodel.kernel.clock import Clock
from orchestration.flows.consumed_event import Event
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


@dataclass(frozen=True)
class Stages:
    """A topic and its retry topics, in the order in which a failing record passes them."""

    contract: type[Topic]
    group: str

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """Everything that the group reads."""
        return (self.contract.name, *self.contract.retry_topics())

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """0 for the topic itself, n for its n-th retry topic."""
        return {topic: number for number, topic in enumerate(self.topics)}

    @property
    def last(self) -> int:
        """The number of retry topics."""
        return len(self.contract.failure.retry_after_s)

    def of(self, place: Place) -> int:
        """The number of the stage that a place belongs to."""
        return self.numbers[place.topic]

    def siblings(self, place: Place) -> tuple[Place, ...]:
        """The same partition of every retry topic, for one of the topic itself."""
        if self.of(place):
            return ()
        return tuple(Place(topic, place.partition) for topic in self.contract.retry_topics())

    def wait_s(self, stage: int) -> float:
        """How long a record waits in a retry topic."""
        return float(self.contract.failure.retry_after_s[stage - 1])

    def due_at(self, stage: int, now: datetime) -> datetime:
        """When a record is due that goes into a retry topic now."""
        return now + timedelta(seconds=self.wait_s(stage))


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
    lost: int = 0  # retention took them before anybody read them
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
    """The newest event ids, so that a record that came twice is not even handed over.

    At least `most` of them and less than twice as many: the older half is forgotten at once.
    """

    def __init__(self, most: int = MOST_RECENT) -> None:
        self._most = most
        self._newer: set[int] = set()  # a UUID's hash costs ten times that of its number
        self._older: set[int] = set()

    def add(self, events: Iterable[Event]) -> None:
        """Remember these."""
        self._newer.update([event.event_id.int for event in events])
        if len(self._newer) >= self._most:
            self._older, self._newer = self._newer, set()

    def knows_any(self, events: Iterable[Event]) -> bool:
        """Is there one among them that was handled?"""
        ids = [event.event_id.int for event in events]
        return not (self._newer.isdisjoint(ids) and self._older.isdisjoint(ids))

    def __contains__(self, event: Event) -> bool:
        return event.event_id.int in self._newer or event.event_id.int in self._older


class Failures:
    """Where each record goes that is not simply handled, and the note it takes along."""

    def __init__(self, stages: Stages, order: KeyOrder, tools: ConsumerTools) -> None:
        self._stages, self._order, self._tools = stages, order, tools

    def read(self, batch: Sequence[Fetched], outcome: Outcome) -> list[Event]:
        """Decode records; those that nobody will ever read are dead letters."""
        events = []
        decode, name = self._tools.codec.decode, self._stages.contract.name
        numbers = self._stages.numbers
        for item in batch:
            stage, note = numbers[item.place.topic], None
            try:
                if stage:
                    note = read_note(item.record.headers)
                events.append(Event(decode(name, item.value), item, stage, note))
            except (NoteUnreadable, UndecodableEvent) as error:
                noted = self._noted(item.place, item.record, note, error)
                self._bury(item.place, item.record, noted, outcome)
        return events

    def done(self, events: Sequence[Event], outcome: Outcome, *, again: bool = False) -> None:
        """They were handled."""
        for event in events:
            if event.stage:
                self._settle(event.place, event.key)
        if again:
            outcome.again += len(events)
        else:
            outcome.handled += len(events)

    def queue(self, event: Event, stage: int, outcome: Outcome) -> None:
        """It waits behind another of its key, without an attempt of its own."""
        now = self._tools.clock.now()
        note = event.note or self._first_note(event.place, event.record, now)
        self._put_aside(
            event, replace(note, due_at=self._stages.due_at(stage, now)), stage, outcome
        )

    def failed(self, event: Event, error: Exception, outcome: Outcome) -> None:
        """Another attempt later, or none."""
        note = self._noted(event.place, event.record, event.note, error, event.payload)
        stage = event.stage + 1
        kind = classify(error)
        hopeless = kind is FailureClass.PERMANENT or (
            kind is FailureClass.UNKNOWN and note.attempts >= MOST_UNKNOWN
        )
        if hopeless or stage > self._stages.last:
            self._bury(event.place, event.record, note, outcome)
        else:
            due = self._stages.due_at(stage, self._tools.clock.now())
            self._put_aside(event, replace(note, due_at=due), stage, outcome)

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

    def _put_aside(self, event: Event, note: FailureNote, stage: int, outcome: Outcome) -> None:
        self._settle(event.place, event.key)
        self._order.put_aside(event.place.partition, event.key, stage)
        headers = (*without_notes(event.record.headers), *note.headers())
        outcome.aside.append(
            Forwarded(
                self._stages.topics[stage],
                event.place.partition,
                event.record.key,
                event.record.value,
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
