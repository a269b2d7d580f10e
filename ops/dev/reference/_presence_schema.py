"""The messages of the presence protocol as JSON Schema, for the pages that are made from them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from presence_api.live.rooms.messages import SERVER_MESSAGES
from presence_api.live.session import VERBS

MESSAGES: Final[Sequence[type[Any]]] = (*VERBS.values(), *SERVER_MESSAGES)
"""What clients say, then what the server says."""


def components(template: str) -> tuple[tuple[dict[str, Any], ...], dict[str, Any]]:
    """A reference to each message, written as `template` says, and every part by its name."""
    return msgspec.json.schema_components(MESSAGES, ref_template=template)


def words_of(field: Mapping[str, Any]) -> str:
    """What a field means, said of itself or of the one thing it may be beside null."""
    said = [
        item["description"] for item in (field, *field.get("anyOf", ())) if "description" in item
    ]
    return str(said[0]) if said else ""
