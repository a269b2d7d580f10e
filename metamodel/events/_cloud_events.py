"""CloudEvents names in Kafka headers (binary mode of its Kafka binding)."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from metamodel.events._contract import Topic

CONTENT_TYPE = "application/avro"


def cloud_event_headers(
    topic: type[Topic], payload: Mapping[str, Any], source: str
) -> list[tuple[str, bytes]]:
    """Headers of one event; `source` is a URI reference of the sending program (`/rampart/cli`)."""
    moment = payload["occurred_at"].astimezone(UTC).isoformat(timespec="milliseconds")
    texts = {
        "ce_specversion": "1.0",
        "ce_id": str(payload["event_id"]),
        "ce_type": topic.name,
        "ce_source": source,
        "ce_time": moment.replace("+00:00", "Z"),
        "content-type": CONTENT_TYPE,
    }
    return [(name, text.encode()) for name, text in texts.items()]
