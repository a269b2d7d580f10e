"""What a handler gets: a decoded event, and what is known of the record it came in."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from metamodel.events.failure_notes import FailureNote, NoteUnreadable, read_note
from orchestration.ports.consumer_group import Fetched, Place
from orchestration.ports.event_source import Record


class Event:
    """An event at the place where it was read this time; nothing of it is changed.

    There is one a record, so it is made of what lies at hand; the rest is looked up when it is
    asked for, which for most events is never.
    """

    __slots__ = ("_item", "_note", "event_id", "payload", "stage")

    def __init__(
        self, payload: Mapping[str, Any], item: Fetched, stage: int, note: FailureNote | None = None
    ) -> None:
        self.event_id: UUID = payload["event_id"]
        self.payload = payload
        self.stage = stage  # 0: read from the topic itself, n: from its n-th retry topic
        self._item, self._note = item, note

    @property
    def source(self) -> str:
        """Where it was first appended: topic/partition/offset."""
        note = self.note
        return note.source if note else f"{self._item.place}/{self._item.offset}"

    @property
    def place(self) -> Place:
        """Where it lies."""
        return self._item.place

    @property
    def key(self) -> bytes | None:
        """The key whose order counts."""
        return self._item.key

    @property
    def record(self) -> Record:
        """The record it came in."""
        return self._item.record

    @property
    def note(self) -> FailureNote | None:
        """What was said of it when it was put aside; one that cannot be read says nothing."""
        if self._note is None and not self.stage:
            try:
                return read_note(self.record.headers)
            except NoteUnreadable:
                return None
        return self._note
