"""docs/reference/topics.md: every Kafka topic, its fields, its key and its owners."""

import json
from collections.abc import Sequence
from typing import Any

from metamodel.events._catalogue import committed_ids, topics
from metamodel.events._contract import Topic
from ops.dev.reference._markdown import code, described, page, table

INTRO = """\
Values are Avro in Confluent's wire format; schema ids are those of the embedded profile: a
registry has its own. Every release is read, the latest is written.
Headers carry the names of CloudEvents. A reader deduplicates by `event_id`."""


def pages() -> dict[str, str]:
    """The page of all topics."""
    ids = committed_ids()
    blocks = [_block(topic, ids[name]) for name, topic in topics().items()]
    return {"topics.md": page("Topics", INTRO, *blocks)}


def _block(topic: type[Topic], ids: Sequence[int]) -> str:
    facts = (
        ("Channel", code(topic.channel)),
        ("Key", described(topic.key)),
        ("Written by", ", ".join(map(code, topic.writers))),
        ("Read by", ", ".join(map(code, topic.readers))),
        ("Personal", "yes: nobody browses it" if topic.personal else "no"),
        ("Releases", _releases(ids)),
        ("Compatibility", code(topic.compatibility.value)),
        ("Retry topics", ", ".join(map(code, topic.retry_topics())) or "none: read by position"),
        ("Dead letters", code(topic.dead_letter_topic()) if topic.failure.dead_letter else "none"),
    )
    fields = [(code(item["name"]), _kind(item["type"]), item["doc"]) for item in _fields(topic)]
    return "\n\n".join(
        (
            f"## {topic.name}",
            described(topic),
            table(("", ""), facts),
            table(("Field", "Type", "Meaning"), fields),
        )
    )


def _releases(ids: Sequence[int]) -> str:
    return ", ".join(f"{number} (id {found})" for number, found in enumerate(ids, start=1))


def _fields(topic: type[Topic]) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = topic.schema["fields"]
    return fields


def _kind(kind: Any) -> str:
    """An Avro type in words."""
    match kind:
        case [*kinds]:
            words = " or ".join(_kind(one) for one in kinds)
        case {"logicalType": name}:
            words = code(name)
        case {"type": "array", "items": items}:
            words = f"list of {_kind(items)}"
        case {"type": "map", "values": values}:
            words = f"{_kind(values)} by name"
        case {"type": "enum", "symbols": symbols}:
            words = " or ".join(map(code, symbols))
        case _:
            words = code(kind if isinstance(kind, str) else json.dumps(kind))
    return words
