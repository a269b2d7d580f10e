"""Golden events: encoded when a schema is released, decoded by every schema that follows."""

from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any

from fastavro import parse_schema, schemaless_reader, schemaless_writer

from metamodel.events._contract import Schema
from metamodel.events._example import as_json, example_of
from metamodel.events._released import Golden, Release, digest, schema_text


def golden_event(schema: Schema) -> Golden:
    """The golden event of a schema that is being released."""
    payload = example_of(schema)
    out = BytesIO()
    schemaless_writer(out, parse_schema(deepcopy(schema)), payload, strict=True)
    return Golden(digest(schema_text(schema)), as_json(payload), out.getvalue())


def fault_of(release: Release, schema: Schema) -> str | None:
    """Why `schema` does not read the golden event as it was written; None if it does."""
    stream = BytesIO(release.golden.record)
    try:
        writer, reader = parse_schema(release.schema), parse_schema(deepcopy(schema))
        found = as_json(schemaless_reader(stream, writer, reader))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is not read
        return f"{type(error).__name__}: {error}"
    if stream.tell() != len(release.golden.record):
        return "bytes are left over"
    expected = _expected(schema, release.golden.payload)
    differing = [name for name in expected if found.get(name) != expected[name]]
    return f"another {', '.join(differing)}" if differing else None


def _expected(schema: Schema, written: Mapping[str, Any]) -> dict[str, Any]:
    """What a reader with `schema` makes of an event: what was written, else its default."""
    return {each["name"]: _read(each, written) for each in schema["fields"]}


def _read(field: Schema, written: Mapping[str, Any]) -> Any:
    name = next((n for n in (field["name"], *field.get("aliases", ())) if n in written), None)
    return field.get("default") if name is None else _value(field["type"], written[name])


def _value(kind: Any, value: Any) -> Any:
    match kind:
        case [*branches]:
            inner = next((each for each in branches if each != "null"), "null")
            return None if value is None else _value(inner, value)
        case {"type": "record"}:
            return _expected(kind, value)
        case {"type": "array", "items": items}:
            return [_value(items, item) for item in value]
        case {"type": "map", "values": values}:
            return {name: _value(values, item) for name, item in value.items()}
        case {"type": "enum", "symbols": symbols, "default": default}:
            return value if value in symbols else default
        case _:
            return value
