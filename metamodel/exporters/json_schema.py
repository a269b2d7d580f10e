"""The grammar of a metamodel document as JSON Schema: completion, help and faults in editors.

One source for `rampart modelgen export jsonschema` and for the reference page. What it refuses,
the loader refuses; what the loader asks for beyond it stands in `BEYOND` and in each part's
`$comment`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from metamodel.model.metamodel import Metamodel

DIALECT = "https://json-schema.org/draft/2020-12/schema"
COMMENT = "Written by `rampart modelgen export jsonschema` from metamodel/model; change that."
EXTENSION = "^x-"
"""Keys of somebody else's, which the loader passes over in every object."""

BEYOND: Mapping[str, str] = {
    "AccessPolicy": "either `allRows` or `filters`; at least one group",
    "Attribute": "`order` is `asc` or `desc`; `linkLabel` goes with the format `link`",
    "CalendarShift": "two of `name`, `interval` and `expression`; `interval` with `direction`",
    "ComputedDimension": (
        "one of `expression`, `case`, `switch`, `geo` and `values`; `geo` and `values` go with"
        " their types; `order` is `asc` or `desc`; `linkLabel` goes with the format `link`"
    ),
    "Condition": "`member` and `operator`, or `or`, or `and`; `values` or `claim` as it needs",
    "CustomGranularity": "either `interval` or `expression`; `origin` or `offset`, with `interval`",
    "ExtentDays": "`end` is not before `start`",
    "Grain": "not both of `exclude` and `keepOnly`",
    "Label": "either `text` or `expression`",
    "Lifecycle": "`transitions` want `state`",
    "Link": "either `url` or `dashboard`; `target` is `blank` or `self`",
    "Mask": "one of `value`, `text` and `sql`",
    "Measure": "calculations over other figures want `multiStage`",
    "PreAggregation": "`rollups`, members, `time` and `unionWithSource` as the type allows",
    "RefreshKey": "either `every` or `sql`, or `immutable`",
    "RollingWindow": "the bounds that its type has",
    "RollupRefresh": "`every` or `sql`; `sql` goes with `every` alone",
    "Source": "either `table` or `sql`",
    "StageFilter": "not both of `exclude` and `keepOnly`",
    "Tenancy": "`attribute` is given exactly when `mode` is `required`",
    "TimeShift": "either `interval` with `direction`, or `name`",
    "ViewCube": "not both of `prefix` and `split`",
}
"""By part: what the loader asks for that no single key shows."""


def editor_schema() -> dict[str, Any]:
    """The schema of a whole document, JSON Schema 2020-12."""
    schema = Metamodel.model_json_schema()
    for name, part in schema["$defs"].items():
        if name in BEYOND:
            part["$comment"] = f"The loader also asks for: {BEYOND[name]}."
    schema["$defs"].setdefault("JsonValue", {})["description"] = "Any JSON value."
    for part in _objects(schema):
        _named(part)
        _extensible(part)
    schema["properties"] = {"$schema": _HINT, **schema["properties"]}
    return {"$schema": DIALECT, "$comment": COMMENT, **schema}


def schema_text() -> str:
    """The same as text, with its line end."""
    return json.dumps(editor_schema(), indent=2, ensure_ascii=False) + "\n"


_HINT = {
    "type": "string",
    "title": "Schema",
    "description": "Where an editor finds this schema: an address, or a path from this file.",
}


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every schema of an object, also those within others."""
    if isinstance(value, dict):
        if value.get("type") == "object":
            yield value
        for item in value.values():
            yield from _objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item)


def _named(part: dict[str, Any]) -> None:
    """Keys titled in words: `allRows` is "All rows", where the grammar makes it "Allrows"."""
    for key, item in part.get("properties", {}).items():
        if "title" in item:
            words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key)
            item["title"] = words[:1].upper() + words[1:].lower()


def _extensible(part: dict[str, Any]) -> None:
    """Let `x-` keys pass where other unknown ones do not."""
    if part.get("additionalProperties") not in (None, True):
        part["patternProperties"] = {EXTENSION: True}
