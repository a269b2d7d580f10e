"""What a record carries that a reader could not handle: where it came from, what went wrong, when.

Such records lie in `<topic>.retry.<n>` and `<topic>.dlq`, key and value as they came. The notes are
headers, texts in UTF-8, moments in ISO 8601, UTC. Nothing of the payload is repeated in them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter

from metamodel.kernel.errors import RampartError

Headers = tuple[tuple[str, bytes], ...]

SOURCE: Final = "dlq.source"  # topic/partition/offset of the original; by it everything counts
REASON: Final = "dlq.reason"
LEFT_OUT: Final = "dlq.left_out"

NAMES: Final[Mapping[str, str]] = {
    "topic": "x-original-topic",
    "partition": "x-original-partition",
    "offset": "x-original-offset",
    "timestamp_ms": "x-original-timestamp",
    "group": "x-original-consumer-group",
    "attempts": "x-attempts",
    "first_failed_at": "x-first-failed-at",
    "last_failed_at": "x-last-failed-at",
    "fault": "x-exception-class",
    "message": "x-exception-message",
    "trace_hash": "x-stacktrace-hash",
    "payload_sha256": "x-payload-sha256",
    "service_version": "x-service-version",
    "schema_id": "x-schema-id",
    "due_at": "x-retry-at",
    "replay_of": "x-replay-of",
    "replay_count": "x-replay-count",
}
"""Header of each field of a note; those a record need not have come last."""

_OURS: Final = frozenset({*NAMES.values(), SOURCE, REASON, LEFT_OUT})


class NoteUnreadable(RampartError):
    """The headers of a failed record do not say where it came from."""

    code = "EVT-007"
    hint = "The record was put aside by another program; its key and value are as they lie there."


@dataclass(frozen=True, slots=True)
class FailureNote:
    """Why a record was put aside, and how often that happened."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int
    group: str
    attempts: int  # how often a handler saw it
    first_failed_at: datetime
    last_failed_at: datetime
    fault: str  # an error code of ours, else the name of the exception's class
    message: str  # without values of the payload
    trace_hash: str  # equal for equal places in the code; the trace itself is in the log
    payload_sha256: str
    service_version: str
    schema_id: int | None = None  # none: the value does not begin as an event does
    due_at: datetime | None = None  # in a retry topic: not before
    replay_of: str | None = None  # the dead letter it was sent again from, topic/partition/offset
    replay_count: int = 0

    @property
    def source(self) -> str:
        """Where the original lies: topic/partition/offset."""
        return f"{self.topic}/{self.partition}/{self.offset}"

    def headers(self) -> Headers:
        """The note as headers; what is not known has none."""
        values = ((name, getattr(self, field)) for field, name in NAMES.items())
        return tuple((name, _text(value).encode()) for name, value in values if value is not None)


def read_note(headers: Iterable[tuple[str, bytes]]) -> FailureNote | None:
    """The note of a record; None if nobody has put it aside. Raises NoteUnreadable."""
    texts = {name: value for name, value in headers if name in _OURS}
    if NAMES["topic"] not in texts:
        return None
    try:
        known = {field: texts[name].decode() for field, name in NAMES.items() if name in texts}
        return _NOTES.validate_strings(known)
    except ValueError as error:  # pydantic's own is one
        raise NoteUnreadable(str(error)) from error


def replays_of(headers: Iterable[tuple[str, bytes]]) -> int:
    """How often a record was sent again from a dead-letter topic, whoever read it since."""
    said = dict(headers).get(NAMES["replay_count"], b"")
    return int(said) if said.isdigit() else 0


def replayed(headers: Headers, letter: str, count: int) -> Headers:
    """Headers of a dead letter sent again for the `count`-th time; `letter` is where it lay.

    Its note goes along, so that the original counts wherever it is read. Raises NoteUnreadable.
    """
    note = read_note(headers)
    if note is not None:
        again = replace(note, due_at=None, replay_of=letter, replay_count=count)
        return (*without_notes(headers), *again.headers())
    said = ((NAMES["replay_of"], letter.encode()), (NAMES["replay_count"], str(count).encode()))
    return (*without_notes(headers), *said)


def without_notes(headers: Iterable[tuple[str, bytes]]) -> Headers:
    """What the producer of the record said."""
    return tuple((name, value) for name, value in headers if name not in _OURS)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


_NOTES: Final = TypeAdapter(FailureNote)
