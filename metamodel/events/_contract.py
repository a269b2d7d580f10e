"""What every topic file says about its topic."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from metamodel.kernel.ids import new_event_id
from metamodel.naming.channels import record_name

Schema = dict[str, Any]


class Compatibility(StrEnum):
    """What a new schema of a topic must be able to do, as schema registries name it."""

    NONE = "NONE"  # nothing is asked
    BACKWARD = "BACKWARD"  # the new reader reads events of the latest release
    BACKWARD_TRANSITIVE = "BACKWARD_TRANSITIVE"  # and of every older one
    FORWARD = "FORWARD"  # a reader of the latest release reads the new event
    FORWARD_TRANSITIVE = "FORWARD_TRANSITIVE"  # and so does every older one
    FULL = "FULL"  # both, with the latest release
    FULL_TRANSITIVE = "FULL_TRANSITIVE"  # both, with every release


@dataclass(frozen=True, slots=True)
class FailurePolicy:
    """What a reader does with a record that it could not handle."""

    dead_letter: bool
    retry_after_s: tuple[int, ...] = ()  # one `<topic>.retry.<n>` each; none: re-read by position


class Topic:
    """One Kafka topic: the only place that says what its events are and who may touch them.

    Owners are roles; access rights on the broker are derived from them. What the schema was before
    is in `released`: still read, never written.
    """

    name: ClassVar[str]  # on the broker; ends in the major version of its schema
    channel: ClassVar[str]  # the logical channel, as documents speak of it
    schema: ClassVar[Schema]  # Avro; dates and times as logical types, each field with its meaning
    writers: ClassVar[tuple[str, ...]]
    readers: ClassVar[tuple[str, ...]]
    failure: ClassVar[FailurePolicy]
    personal: ClassVar[bool]  # does a record say what somebody did? Then nobody browses it
    compatibility: ClassVar[Compatibility] = Compatibility.FULL_TRANSITIVE

    @classmethod
    def key(cls, payload: Mapping[str, Any]) -> str:
        """The Kafka key of an event: equal keys stay in order."""
        raise NotImplementedError

    @classmethod
    def new(cls, occurred_at: datetime, **fields: Any) -> dict[str, Any]:
        """A payload with a fresh event id; the codec checks it against the schema."""
        return {"event_id": UUID(new_event_id()), "occurred_at": occurred_at, **fields}

    @classmethod
    def dead_letter_topic(cls) -> str:
        """Where records end that no reader understands."""
        return f"{cls.name}.dlq"

    @classmethod
    def retry_topics(cls) -> tuple[str, ...]:
        """Where records wait for another attempt, in order of the waits."""
        return tuple(f"{cls.name}.retry.{n + 1}" for n in range(len(cls.failure.retry_after_s)))


def event_record(name: str, doc: str, *fields: Schema) -> Schema:
    """The Avro record of an event; each begins with who it is and when it happened."""
    namespace, short = record_name(name)
    common = (
        field("event_id", UUID_TEXT, "UUIDv7 of the event; readers deduplicate by it."),
        field("occurred_at", TIMESTAMP, "When it happened, UTC, to the millisecond."),
    )
    return {
        "type": "record",
        "name": short,
        "namespace": namespace,
        "doc": doc,
        "fields": [*common, *fields],
    }


def field(name: str, kind: Any, doc: str) -> Schema:
    """A field that every event has."""
    return {"name": name, "type": kind, "doc": doc}


def optional(name: str, kind: Any, doc: str) -> Schema:
    """A field that may be null, and is when left out."""
    return {"name": name, "type": ["null", kind], "default": None, "doc": doc}


def added(name: str, kind: Any, default: Any, doc: str) -> Schema:
    """A field that older events do not have; a reader finds its default there."""
    return {"name": name, "type": kind, "default": default, "doc": doc}


def enum(doc: str, states: type[StrEnum]) -> Schema:
    """An enum; `UNKNOWN` stands first and is what a reader makes of a symbol it does not know."""
    return {
        "type": "enum",
        "name": states.__name__,
        "doc": doc,
        "symbols": [state.value for state in states],
        "default": next(iter(states)).value,
    }


def range_text(start: date | None, end: date | None) -> str:
    """A range of days as one text, `2025-01-01..2025-01-31`; an open side is empty."""
    return f"{start or ''}..{end or ''}"


DATE: Schema = {"type": "int", "logicalType": "date"}
TIMESTAMP: Schema = {"type": "long", "logicalType": "timestamp-millis"}
UUID_TEXT: Schema = {"type": "string", "logicalType": "uuid"}
STRINGS: Schema = {"type": "array", "items": "string"}
TEXT_BY_NAME: Schema = {"type": "map", "values": "string"}
