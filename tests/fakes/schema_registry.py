"""A schema registry in memory; judges as the offline checker does."""

import json

from metamodel.events._contract import Compatibility
from metamodel.events.compatibility import breaches
from orchestration.ports.schema_registry import SchemaRefused, SchemaRegistry


class FakeSchemaRegistry(SchemaRegistry):
    """`lax`: it takes whatever comes, as one does whose mode is set in the wrong place."""

    def __init__(self, *, lax: bool = False, first_id: int = 41) -> None:
        self.lax = lax
        self.ids: dict[str, int] = {}
        self.subjects: dict[str, list[str]] = {}
        self.modes: dict[str, Compatibility] = {}
        self._next = first_id

    def register(self, subject: str, schema: str) -> int:
        known = self.subjects.get(subject, [])
        if schema not in known:
            if not self.accepts(subject, schema):
                raise SchemaRefused(subject, "incompatible")
            self.subjects[subject] = [*known, schema]
        if schema not in self.ids:
            self.ids[schema] = self._next
            self._next += 3  # gaps, as real ones have
        return self.ids[schema]

    def id_of(self, subject: str, schema: str) -> int | None:
        return self.ids[schema] if schema in self.subjects.get(subject, ()) else None

    def versions(self, subject: str) -> tuple[int, ...]:
        return tuple(range(1, len(self.subjects.get(subject, ())) + 1))

    def accepts(self, subject: str, schema: str) -> bool:
        try:
            new = json.loads(schema)
        except ValueError:
            return False
        if not isinstance(new, dict) or new.get("type") != "record":
            return False
        released = dict(enumerate(map(json.loads, self.subjects.get(subject, ())), start=1))
        mode = self.modes.get(subject, Compatibility.NONE)
        return self.lax or not breaches(mode, new, released)

    def set_mode(self, subject: str, mode: Compatibility) -> None:
        self.modes[subject] = mode

    def remove(self, subject: str) -> None:
        self.subjects.pop(subject, None)
        self.modes.pop(subject, None)
