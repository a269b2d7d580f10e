"""docs/reference/metamodel.schema.json, and the same as tables: what a document may say."""

import json
from collections.abc import Mapping
from typing import Any

from metamodel.exporters.json_schema import BEYOND, editor_schema, schema_text
from ops.dev.reference._markdown import code, page, table

INTRO = """\
The grammar of a metamodel document; `metamodel.schema.json` beside this page is the same for
editors (`rampart modelgen export jsonschema`). Unknown keys are refused, but for those that begin
with `x-`. What a document *means* is checked by the lint rules."""


def pages() -> dict[str, str]:
    """The JSON Schema of a metamodel document, and its tables."""
    schema = editor_schema()
    parts = {schema["title"]: schema, **dict(sorted(schema["$defs"].items()))}
    blocks = [_block(name, part) for name, part in parts.items()]
    return {
        "metamodel.schema.json": schema_text(),
        "metamodel-schema.md": page("Metamodel documents", INTRO, *blocks),
    }


def _block(name: str, part: Mapping[str, Any]) -> str:
    heading = f"## {name}\n\n{part.get('description', '')}".rstrip()
    if "enum" in part:
        return f"{heading}\n\nOne of {', '.join(map(code, part['enum']))}."
    required = part.get("required", ())
    rows = [
        (code(key), kind_of(one), "required" if key in required else _default(one))
        for key, one in part.get("properties", {}).items()
    ]
    beyond = f"The loader also asks for: {BEYOND[name]}.\n\n" if name in BEYOND else ""
    return f"{heading}\n\n{beyond}{table(('Key', 'Type', 'Default'), rows)}"


def kind_of(part: Mapping[str, Any]) -> str:
    """A JSON Schema type in words."""
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in part or "oneOf" in part:
        return " or ".join(kind_of(one) for one in part.get("anyOf", part.get("oneOf")))
    if "const" in part:
        return code(json.dumps(part["const"]))
    if "enum" in part:
        return " or ".join(code(json.dumps(one)) for one in part["enum"])
    if part.get("type") == "array":
        return f"list of {kind_of(part.get('items', {}))}"
    limits = [f"{key} {code(part[key])}" for key in _LIMITS if key in part]
    return ", ".join([str(part.get("type", "anything")), *limits])


def _default(part: Mapping[str, Any]) -> str:
    return code(json.dumps(part["default"])) if "default" in part else ""


_LIMITS = ("format", "pattern", "minLength", "maxLength", "minimum", "exclusiveMinimum", "maximum")
