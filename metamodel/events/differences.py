"""What differs between two schemas of events, for people."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from metamodel.events._contract import Schema
from metamodel.events._places import fields, named_types

_ABSENT = object()
_OF_FIELD = ("default", "aliases", "doc")
_OF_TYPE = ("name", "namespace", "symbols", "size", "default", "aliases", "doc")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was; a side that did not or does not exist is empty."""

    place: str  # such as `changes[].kind`; empty: the event itself
    what: str  # `added`, `removed`, or which part of it: `type`, `default`, `doc`, ...
    before: str
    after: str


def differences(old: Schema, new: Schema) -> list[Difference]:
    """Everything that differs, in order of the new schema, then what is gone.

    A renamed field is one that went and one that came.
    """
    then, now = _entries(old), _entries(new)
    return [
        *(each for place, entry in now.items() for each in _of(place, then.get(place), entry)),
        *(
            Difference(place[1], "removed", _kind(entry["type"]), "")
            for place, entry in then.items()
            if place not in now and place[0] == "field"
        ),
    ]


def _entries(schema: Schema) -> dict[tuple[str, str], Schema]:
    """Every named type and every field by what it is and its place."""
    types = {("type", place.words): kind for place, kind in named_types(schema)}
    return types | {("field", place.words): field for place, field, _ in fields(schema)}


def _of(
    place: tuple[str, str], old: Mapping[str, Any] | None, new: Mapping[str, Any]
) -> Iterator[Difference]:
    sort, words = place
    if old is None:
        if sort == "field":
            yield Difference(words, "added", "", _kind(new["type"]))
        return
    if sort == "field" and _kind(old["type"]) != _kind(new["type"]):
        yield Difference(words, "type", _kind(old["type"]), _kind(new["type"]))
    for part in _OF_FIELD if sort == "field" else _OF_TYPE:
        if old.get(part, _ABSENT) != new.get(part, _ABSENT):
            yield Difference(words, part, _text(old, part), _text(new, part))


def _text(entry: Mapping[str, Any], part: str) -> str:
    if part not in entry:
        return ""
    value = entry[part]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _kind(kind: Any) -> str:
    """A type in a word; what is inside of records and enums stands at its own place."""
    match kind:
        case str():
            words = kind
        case [*branches]:
            words = " or ".join(map(_kind, branches))
        case {"logicalType": logical}:
            words = str(logical)
        case {"type": "array", "items": inner}:
            words = f"{_kind(inner)}[]"
        case {"type": "map", "values": inner}:
            words = f"{_kind(inner)}{{}}"
        case {"type": str(sort), "name": name}:
            words = f"{sort} {name}"
        case _:
            words = _kind(kind["type"])
    return words
