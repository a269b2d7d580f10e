"""Where things are in a schema: by pointer for programs, by names for people."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from metamodel.events._contract import Schema

NAMED = frozenset({"enum", "error", "fixed", "record"})


class Place(NamedTuple):
    """One place in a schema, such as `/fields/3/type/1` and `changes[].kind`."""

    pointer: str = ""  # RFC 6901
    words: str = ""

    def into(self, step: str, words: str = "") -> "Place":
        """A place below this one."""
        return Place(f"{self.pointer}/{step}", f"{self.words}{words}")

    def field(self, number: int, name: str) -> "Place":
        """A field of the record at this place."""
        return self.into(f"fields/{number}", f".{name}" if self.words else name)

    def __str__(self) -> str:
        return f"`{self.words}`" if self.words else "the event"


EVENT = Place()


def types(kind: Any, at: Place = EVENT) -> Iterator[tuple[Place, Schema]]:
    """Every type that is written out as an object, the outer one before those in it."""
    match kind:
        case [*branches]:
            for number, branch in enumerate(branches):
                yield from types(branch, at.into(str(number)))
        case {"type": "record", "fields": [*members]}:
            yield at, kind
            for number, each in enumerate(members):
                yield from types(each["type"], at.field(number, each["name"]).into("type"))
        case {"type": "array", "items": items}:
            yield at, kind
            yield from types(items, at.into("items", "[]"))
        case {"type": "map", "values": values}:
            yield at, kind
            yield from types(values, at.into("values", "{}"))
        case {"type": str()}:
            yield at, kind
        case {"type": inner}:
            yield from types(inner, at.into("type"))
        case _:  # a name
            pass


def named_types(schema: Schema) -> Iterator[tuple[Place, Schema]]:
    """Every record, enum and fixed."""
    return ((at, kind) for at, kind in types(schema) if kind["type"] in NAMED)


def fields(schema: Schema) -> Iterator[tuple[Place, Schema, Schema]]:
    """Every field with its place and the record it is in."""
    for at, kind in types(schema):
        if kind["type"] == "record":
            for number, each in enumerate(kind["fields"]):
                yield at.field(number, each["name"]), each, kind


def logical_types(kind: Any) -> frozenset[str]:
    """Logical types in a field's type, through unions, lists and maps, not into records."""
    match kind:
        case [*branches]:
            return frozenset().union(*map(logical_types, branches))
        case {"logicalType": "decimal", "precision": precision}:
            return frozenset({f"decimal({precision}, {kind.get('scale', 0)})"})
        case {"logicalType": str(name)}:
            return frozenset({name})
        case {"type": "array", "items": inner} | {"type": "map", "values": inner}:
            return logical_types(inner)
        case _:
            return frozenset()


def short(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(".")[2]
