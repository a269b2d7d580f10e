"""Column types that a dbt manifest leaves out, taken from `catalog.json` of `dbt docs generate`."""

import json
from collections.abc import Mapping
from typing import Any

from metamodel.importers.errors import ManifestRefused

Json = Mapping[str, Any]


def read_types(text: str) -> Json:
    """The nodes of a dbt catalogue. Raises ManifestRefused."""
    try:
        nodes = json.loads(text)["nodes"]
        return {key: _columns(node) for key, node in nodes.items()}
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise ManifestRefused("this is no `catalog.json` of dbt", repr(error)) from error


def with_types(node: Json, known: Json) -> Json:
    """A node with every column of its relation, in its order; what the manifest says goes first.

    Names are matched without regard to case: a warehouse may shout what the project whispers.
    """
    own = {name.lower(): column for name, column in (node.get("columns") or {}).items()}
    columns = {}
    for name, column in known.items():
        said = own.pop(name.lower(), {"name": name, "description": column["comment"]})
        kind = said.get("data_type") or column["type"]
        columns[said["name"]] = {**said, "data_type": kind}
    return {**node, "columns": columns | {item["name"]: item for item in own.values()}}


def _columns(node: Json) -> Json:
    found = sorted(node["columns"].values(), key=lambda item: int(item["index"]))
    return {
        str(item["name"]): {"type": str(item["type"]), "comment": item.get("comment")}
        for item in found
    }
