"""An example event for any schema of ours: the same one each time."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from metamodel.events._contract import Schema

_LOGICAL: Mapping[str, Any] = {
    "date": date(2026, 1, 2),
    "timestamp-millis": datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC),
    "uuid": UUID("019b7c5e-7d2e-7000-8000-0123456789ab"),
}
_SIMPLE: Mapping[str, Any] = {
    "null": None,
    "boolean": True,
    "int": 7,
    "long": 2**40,
    "float": 0.5,
    "double": 0.25,
    "bytes": b"\x00\xff",
}


def example_of(schema: Schema) -> dict[str, Any]:
    """An event that uses every field: no optional one is null, no list empty, no text too."""
    return {each["name"]: _value(each["type"], each["name"]) for each in schema["fields"]}


def as_json(value: Any) -> Any:
    """A payload as JSON can hold it: times, dates and uuids as texts, bytes in hex."""
    match value:
        case Mapping():
            return {name: as_json(item) for name, item in value.items()}
        case list():
            return [as_json(item) for item in value]
        case datetime() | date():
            return value.isoformat()
        case bytes():
            return value.hex()
        case UUID():
            return str(value)
        case _:
            return value


def _value(kind: Any, name: str) -> Any:
    found: Any
    match kind:
        case [*branches]:
            found = _value(next(each for each in branches if each != "null"), name)
        case {"logicalType": logical}:
            found = _LOGICAL[logical]
        case {"type": "record"}:
            found = example_of(kind)
        case {"type": "enum", "symbols": [*_, last]}:
            found = last
        case {"type": "array", "items": items}:
            found = [_value(items, name)]
        case {"type": "map", "values": values}:
            found = {"one": _value(values, name)}
        case "string":
            found = f"some {name}"
        case _:
            found = _SIMPLE[kind]
    return found
