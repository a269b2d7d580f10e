"""Find dead letters: by topic, place, time, key and fault, and by what was decided about them."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from typing import Final, NamedTuple

from metamodel.events._contract import Topic
from metamodel.events.failure_notes import (
    LEFT_OUT,
    REASON,
    SOURCE,
    FailureNote,
    NoteUnreadable,
    read_note,
    replays_of,
)
from metamodel.kernel.errors import RampartError
from orchestration.ports.dispositions import Disposition, Dispositions, Fate, Slot
from orchestration.ports.event_source import EventSource, OffsetRange, Record, TopicState

UNKNOWN: Final = "unknown"


class BadSelection(RampartError):
    """What was asked for names no dead letters."""

    code = "DLQ-002"
    hint = "`rampart dlq list` shows each letter's place, as `topic.dlq/partition/offset`."
    exit_code = 2


class LetterGone(RampartError):
    """A letter is not in its topic: retention took it, or there never was one."""

    code = "DLQ-003"
    hint = "`rampart dlq list` shows what is there."


class LetterPlace(NamedTuple):
    """Where a letter lies."""

    topic: str  # the dead-letter topic
    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"

    @classmethod
    def parse(cls, text: str) -> "LetterPlace":
        """The inverse of `str`. Raises BadSelection."""
        topic, *numbers = text.split("/")
        try:
            partition, offset = map(int, numbers)
        except ValueError as error:
            raise BadSelection(text) from error
        return cls(topic, partition, offset)


class Standing(StrEnum):
    """How a letter stands."""

    WAITING = "waiting"
    REPLAYED = "replayed"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Box:
    """The dead letters of one topic, and what was decided about them."""

    contract: type[Topic]
    source: EventSource  # of its dead-letter topic
    dispositions: Dispositions

    @property
    def topic(self) -> str:
        """Where the letters lie."""
        return self.contract.dead_letter_topic()

    @property
    def decided(self) -> bool:
        """Was anything ever decided about a letter?"""
        return bool(self.dispositions.of(self.topic))


@dataclass(frozen=True, slots=True)
class Letter:
    """A record that a reader gave up, as far as it says itself where it came from and why."""

    place: LetterPlace
    topic_id: str
    record: Record
    note: FailureNote | None
    origin: str  # topic/partition/offset, or UNKNOWN
    fault: str  # an error code of ours, else an exception's class
    message: str
    disposition: Disposition | None

    @property
    def buried_at(self) -> datetime:
        return datetime.fromtimestamp(self.record.timestamp_ms / 1000, UTC)

    @property
    def key(self) -> str | None:
        """As text, with what is none replaced."""
        return None if self.record.key is None else self.record.key.decode(errors="replace")

    @property
    def left_out(self) -> str:
        """What was too large to be buried; empty if nothing was."""
        return dict(self.record.headers).get(LEFT_OUT, b"").decode(errors="replace")

    @property
    def replays(self) -> int:
        """How often it was sent again, from here and from where it was a letter before."""
        return replays_of(self.record.headers) + (self.disposition.times if self.disposition else 0)

    @property
    def slot(self) -> Slot:
        return Slot(self.place.partition, self.place.offset)

    @property
    def standing(self) -> Standing:
        if self.disposition is None or self.disposition.fate is Fate.REPLAYING:
            return Standing.WAITING
        return Standing(self.disposition.fate.value.lower())


@dataclass(frozen=True, slots=True)
class Selection:
    """Which letters; what is left empty does not matter. Times are those of the burial."""

    topics: frozenset[str] = frozenset()  # where they came from
    places: frozenset[LetterPlace] = frozenset()
    since: datetime | None = None
    until: datetime | None = None  # not included
    key: str | None = None
    fault: str | None = None
    standing: Standing | None = Standing.WAITING

    @property
    def narrow(self) -> bool:
        """Does it say anything but how the letters stand?"""
        said = (self.topics, self.places, self.since, self.until, self.key, self.fault)
        return any(item is not None and item != frozenset() for item in said)

    def takes(self, letter: Letter) -> bool:
        """Is it one of those?"""
        return (
            (self.since is None or letter.buried_at >= self.since)
            and (self.until is None or letter.buried_at < self.until)
            and (self.key is None or letter.key == self.key)
            and (self.fault is None or letter.fault == self.fault)
            and (self.standing is None or letter.standing is self.standing)
        )

    def __str__(self) -> str:
        times = {"since": self.since, "until": self.until}
        words = [
            *sorted(self.topics),
            *map(str, sorted(self.places)),
            *(f"{name} {at.isoformat()}" for name, at in times.items() if at),
            *(f"{name} {it}" for name, it in (("key", self.key), ("fault", self.fault)) if it),
        ]
        return ", ".join([*(words or ["all"]), self.standing.value if self.standing else "any"])


def require_known(selection: Selection, boxes: Sequence[Box]) -> None:
    """Raise BadSelection for topics and places that none of the boxes has."""
    known = {box.contract.name for box in boxes}
    letters = {box.topic for box in boxes}
    strange = [*(selection.topics - known), *({item.topic for item in selection.places} - letters)]
    if strange:
        raise BadSelection(*sorted(strange), f"there are letters of {', '.join(sorted(known))}")


def find_letters(
    boxes: Sequence[Box], selection: Selection, most: int | None = None
) -> Sequence[Letter]:
    """The first `most` letters of each topic.

    Raises BadSelection, LetterGone, and what the ports raise.
    """
    require_known(selection, boxes)
    found: list[Letter] = []
    for box in boxes:
        with closing(letters_in(box, selection)) as letters:
            found += islice(letters, most)
    return found


def letters_in(box: Box, selection: Selection) -> Generator[Letter]:
    """Letters of a topic in their order, read as they are asked for; close what is not used up."""
    if selection.topics and box.contract.name not in selection.topics:
        return
    state = box.source.state()
    ranges = _ranges(box, selection, state)
    if not ranges:
        return
    decided = box.dispositions.of(box.topic).get(state.topic_id, {})
    with box.source.read(ranges) as records:
        for record in records:
            letter = letter_of(box.topic, state.topic_id, record, decided)
            if selection.takes(letter):
                yield letter


def letter_of(
    topic: str, topic_id: str, record: Record, decided: Mapping[Slot, Disposition]
) -> Letter:
    """A record of a dead-letter topic, with what it says of itself."""
    place = LetterPlace(topic, record.partition, record.offset)
    texts = {name: value.decode(errors="replace") for name, value in record.headers}
    try:
        note = read_note(record.headers)
    except NoteUnreadable:
        note = None
    fault, _, message = texts.get(REASON, "").partition(" ")
    return Letter(
        place,
        topic_id,
        record,
        note,
        origin=note.source if note else texts.get(SOURCE, UNKNOWN),
        fault=(note.fault if note else fault.rstrip(":")) or UNKNOWN,
        message=note.message if note else message.partition(" (hint: ")[0],
        disposition=decided.get(Slot(record.partition, record.offset)),
    )


def find_waiting(box: Box) -> tuple[int, int | None]:
    """How many letters wait, and since when (ms); only the oldest of each partition is read."""
    state = box.source.state()
    decided = box.dispositions.of(box.topic).get(state.topic_id, {})
    settled = {slot for slot, made in decided.items() if made.fate is not Fate.REPLAYING}
    oldest, letters = [], 0
    for partition, low in state.low.items():
        here = range(low, state.high[partition])
        letters += len(here) - sum(at == partition and offset in here for at, offset in settled)
        waits = (offset for offset in here if Slot(partition, offset) not in settled)
        oldest += [OffsetRange(partition, offset, offset + 1) for offset in islice(waits, 1)]
    with box.source.read(tuple(oldest)) as records:
        return letters, min((record.timestamp_ms for record in records), default=None)


@dataclass(slots=True)
class LetterCount:
    """Letters of one topic with one fault, by how they stand."""

    topic: str
    fault: str
    waiting: int = 0
    replayed: int = 0
    discarded: int = 0
    oldest_waiting_at: datetime | None = field(default=None)


def count_letters(boxes: Sequence[Box], selection: Selection) -> Sequence[LetterCount]:
    """How many there are of each topic and fault, however they stand."""
    require_known(selection, boxes)
    counts: dict[tuple[str, str], LetterCount] = {}
    for box in boxes:
        for letter in letters_in(box, selection):
            name = (box.contract.name, letter.fault)
            count = counts.setdefault(name, LetterCount(*name))
            standing = letter.standing
            setattr(count, standing.value, getattr(count, standing.value) + 1)
            if standing is Standing.WAITING:
                before = count.oldest_waiting_at or letter.buried_at
                count.oldest_waiting_at = min(before, letter.buried_at)
    return [counts[name] for name in sorted(counts)]


def _ranges(box: Box, selection: Selection, state: TopicState) -> tuple[OffsetRange, ...]:
    if selection.places:
        return tuple(_one(item, state) for item in selection.places if item.topic == box.topic)
    start = dict(state.low)
    if selection.since is not None:
        start |= box.source.position_at(int(selection.since.timestamp() * 1000))
    ranges = (
        OffsetRange(item, max(low, start.get(item, low)), state.high[item])
        for item, low in state.low.items()
    )
    return tuple(item for item in ranges if len(item) > 0)


def _one(place: LetterPlace, state: TopicState) -> OffsetRange:
    low, high = state.low.get(place.partition, 0), state.high.get(place.partition, 0)
    if not low <= place.offset < high:
        raise LetterGone(str(place), f"partition {place.partition} holds {low} to {high}")
    return OffsetRange(place.partition, place.offset, place.offset + 1)
