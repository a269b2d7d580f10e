"""presence_api/web/src/generated/protocol.ts: the frames of the presence protocol as TypeScript."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ops.dev.reference._presence_schema import components, words_of
from presence_api.live.closing import CloseCode
from presence_api.live.rooms.messages import PROTOCOL, SERVER_MESSAGES
from presence_api.live.session import VERBS

PATH: Final = "presence_api/web/src/generated/protocol.ts"
NOTICE: Final = "// Made by `python -m ops.dev.generate` from the messages in presence_api/live.\n"
_OTHERWISE: Final = {"Error": "ErrorSaid"}  # a browser has something of that name already
_SIMPLE: Final = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}


def files() -> dict[str, str]:
    """The file, by its path in the repository."""
    _, found = components("{name}")
    blocks = [
        NOTICE.rstrip(),
        f'export const PROTOCOL = "{PROTOCOL}";',
        _codes(),
        *(_declared(name, schema) for name, schema in sorted(found.items())),
        _union("ClientMessage", "What a client says.", [*VERBS.values()]),
        _union("ServerMessage", "What the server says.", SERVER_MESSAGES),
    ]
    return {PATH: "\n\n".join(blocks) + "\n"}


def _codes() -> str:
    lines = [f"  /** {code.meaning} */\n  {code.name}: {code.value}," for code in CloseCode]
    return "\n".join(
        (
            "/** Why the server ends a connection. */",
            "export const CLOSE = {",
            *lines,
            "} as const;",
        )
    )


def _declared(name: str, schema: Mapping[str, Any]) -> str:
    name = _name(name)
    words = f"/** {_first_line(schema)} */\n" if "description" in schema else ""
    if "enum" in schema:
        return f"{words}export type {name} = {_alternatives(schema['enum'])};"
    fields = "\n".join(_fields(schema))
    return f"{words}export interface {name} {{\n{fields}\n}}"


def _fields(schema: Mapping[str, Any]) -> Iterator[str]:
    always = set(schema.get("required", ())) | {"op"}
    for name, field in schema["properties"].items():
        if words := words_of(field):
            yield f"  /** {words} */"
        yield f"  {name}{'' if name in always else '?'}: {_type(field)};"


def _type(field: Mapping[str, Any]) -> str:
    if "$ref" in field:
        return _name(field["$ref"])
    if "anyOf" in field:  # null is what a field is that is left out
        kinds = [_type(one) for one in field["anyOf"] if one.get("type") != "null"]
        return " | ".join(kinds)
    if "enum" in field:
        return _alternatives(field["enum"])
    if field.get("type") == "array":
        inner = _type(field["items"])
        return f"readonly {inner}[]" if " " not in inner else f"readonly ({inner})[]"
    return _SIMPLE[field["type"]]


def _alternatives(values: Sequence[object]) -> str:
    return " | ".join(f'"{value}"' for value in values)


def _union(name: str, words: str, kinds: Sequence[type[Any]]) -> str:
    names = "".join(f"\n  | {_name(kind.__name__)}" for kind in kinds)
    return f"/** {words} */\nexport type {name} ={names};"


def _name(name: str) -> str:
    return _OTHERWISE.get(name, name)


def _first_line(schema: Mapping[str, Any]) -> str:
    return str(schema["description"]).partition("\n")[0]
