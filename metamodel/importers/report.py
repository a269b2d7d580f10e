"""What an import tells besides its document: suggestions, gaps, facts without a key, conflicts."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import Enum, StrEnum
from typing import Any

from pydantic.alias_generators import to_camel


class SuggestionKind(StrEnum):
    """What may be accepted together."""

    TIME = "time"
    TENANCY = "tenancy"
    VERSIONING = "versioning"
    SOFT_DELETE = "soft-delete"
    MEASURES = "measures"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something likely that only people can decide; accepted, it is `value` under `key`."""

    kind: SuggestionKind
    place: str  # table, or table and column, as the source names them
    reason: str
    entity: str  # id
    key: str
    value: Any


@dataclass(frozen=True, slots=True)
class Undecided:
    """Something the source leaves open; the document has a gap there, not a guess."""

    place: str
    reason: str
    cure: str
    key_of: str | None = None  # id of the entity whose primary key is what is open


@dataclass(frozen=True, slots=True)
class Noted:
    """A fact of the source that the metamodel has no key for."""

    place: str
    fact: str


class _Absent(Enum):
    """A value that is not there; unlike an object, it stays itself when it is copied."""

    ABSENT = "absent"


ABSENT = _Absent.ABSENT
"""In a conflict: the value is not there."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that was edited by hand and has changed in the source; the hand's edit is kept."""

    pointer: str  # RFC 6901, in the merged document, or where it was
    last_import: Any
    by_hand: Any
    this_import: Any

    @property
    def text(self) -> str:
        """One line: the place and all three values."""
        return (
            f"{self.pointer or '/'}: by hand {_shown(self.by_hand)} (kept),"
            f" in the source {_shown(self.this_import)}, before {_shown(self.last_import)}"
        )


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found on the way, each kind in the order of the source."""

    suggestions: tuple[Suggestion, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    noted: tuple[Noted, ...] = ()
    conflicts: tuple[Conflict, ...] = field(default=())

    @property
    def lines(self) -> Iterator[str]:
        """The report for people."""
        yield from _section("Conflicts: edited by hand and changed in the source", self._conflicts)
        yield from _section("Undecided: the source does not say", self._undecided)
        yield from _section("Suggestions: take them with --accept KIND", self._suggestions)
        yield from _section("Noted: known, and without a key in the metamodel", self._noted)

    @property
    def json(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            name: [_camel(asdict(item)) for item in getattr(self, name)]
            for name in ("conflicts", "undecided", "suggestions", "noted")
        }

    @property
    def _conflicts(self) -> Iterator[str]:
        return (item.text for item in self.conflicts)

    @property
    def _undecided(self) -> Iterator[str]:
        return (f"{item.place}: {item.reason}\n    {item.cure}" for item in self.undecided)

    @property
    def _suggestions(self) -> Iterator[str]:
        return (f"{item.kind:<11} {item.place}: {item.reason}" for item in self.suggestions)

    @property
    def _noted(self) -> Iterator[str]:
        return (f"{item.place}: {item.fact}" for item in self.noted)


def _section(title: str, rows: Iterator[str]) -> Iterator[str]:
    found = list(rows)
    if found:
        yield f"{title} ({len(found)})"
        yield from (f"  {row}" for row in found)


def _shown(value: Any) -> str:
    longest = 60
    text = "nothing" if value is ABSENT else repr(value)
    return text if len(text) <= longest else f"{text[:longest]}…"


def _camel(fields: dict[str, Any]) -> dict[str, Any]:
    return {to_camel(key): value for key, value in fields.items() if value is not ABSENT}
