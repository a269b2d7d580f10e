"""docs/reference/asyncapi.yaml: the topics as an AsyncAPI 3 document, for tools that read those."""

from collections.abc import Mapping
from typing import Any

import yaml

from metamodel.events._catalogue import topics
from metamodel.events._cloud_events import CONTENT_TYPE, cloud_event_headers
from metamodel.events._contract import Topic
from metamodel.events._example import as_json, example_of
from metamodel.events._released import releases
from metamodel.streaming.derive import derive
from ops.dev.reference._markdown import NOTICE, described
from ops.stack.places import STREAMING
from orchestration.adapters.streaming_files import read_declaration

AVRO = "application/vnd.apache.avro+json;version=1.9.0"
ENVIRONMENT = "production"
_BINDING = "0.5.0"
_HEADERS = {
    "ce_specversion": "Version of CloudEvents.",
    "ce_id": "The event's id, as in the payload.",
    "ce_type": "The topic.",
    "ce_source": "Program that sent it.",
    "ce_time": "When it happened, UTC.",
    "content-type": "Media type of the payload.",
}


class _Plain(yaml.SafeDumper):
    """Writes what is used twice twice: tools for AsyncAPI expect no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def pages() -> dict[str, str]:
    """The document."""
    text = yaml.dump(document(), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100)
    return {"asyncapi.yaml": f"# {NOTICE}\n{text}"}


def document() -> dict[str, Any]:
    """Channels, who does what on them, and their messages."""
    found = topics().values()
    sizes = _partitions()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Rampart",
            "version": "1",  # each topic has a version of its own
            "description": "Events of the platform: Avro in Confluent's wire format.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {
            name: each for topic in found for name, each in _channels(topic, sizes).items()
        },
        "operations": {name: each for topic in found for name, each in _operations(topic).items()},
        "components": {"messages": {topic.name: _message(topic) for topic in found}},
    }


def _partitions() -> dict[str, int]:
    """Of each topic in production, as declared."""
    wanted = derive(read_declaration(STREAMING), topics(), ENVIRONMENT)
    return {name: topic.partitions for name, topic in wanted.state.topics.items()}


def _channels(topic: type[Topic], sizes: Mapping[str, int]) -> dict[str, Any]:
    """The topic, its retries, and its dead letters: all of them carry the same message."""
    rooms = {topic.name: described(topic)}
    for name, wait_s in zip(topic.retry_topics(), topic.failure.retry_after_s, strict=True):
        rooms[name] = f"Events that are tried again after {wait_s} s."
    if topic.failure.dead_letter:
        rooms[topic.dead_letter_topic()] = "Records that no reader could handle, unchanged."
    return {
        name: {
            "address": name,
            "description": " ".join(words.split()),
            "messages": {"event": {"$ref": f"#/components/messages/{topic.name}"}},
            "bindings": {
                "kafka": {"topic": name, "partitions": sizes[name], "bindingVersion": _BINDING}
            },
        }
        for name, words in rooms.items()
    }


def _operations(topic: type[Topic]) -> dict[str, Any]:
    """What each role does; whoever reads also writes retries and dead letters."""
    done = [(role, "send", topic.name) for role in topic.writers]
    for role in topic.readers:
        done += [(role, "receive", name) for name in (topic.name, *topic.retry_topics())]
        done += [(role, "send", name) for name in topic.retry_topics()]
        if topic.failure.dead_letter:
            done.append((role, "send", topic.dead_letter_topic()))
    return {
        f"{role}.{action}.{name}": {
            "action": action,
            "channel": {"$ref": f"#/channels/{name}"},
            "title": f"{role} {action}s",
            "messages": [{"$ref": f"#/channels/{name}/messages/event"}],
            "x-role": role,
        }
        for role, action, name in done
    }


def _message(topic: type[Topic]) -> dict[str, Any]:
    payload = example_of(topic.schema)
    return {
        "name": topic.name,
        "title": topic.schema["name"],
        "summary": topic.schema["doc"],
        "contentType": CONTENT_TYPE,
        "headers": _headers(topic, payload),
        "payload": {"schemaFormat": AVRO, "schema": topic.schema},
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": described(topic.key)},
                "schemaIdLocation": "payload",
                "schemaIdPayloadEncoding": "confluent",
                "bindingVersion": _BINDING,
            }
        },
        "examples": [{"payload": as_json(payload)}],
        "x-compatibility": topic.compatibility.value,
        "x-releases": len(releases(topic.name)),
    }


def _headers(topic: type[Topic], payload: Mapping[str, Any]) -> dict[str, Any]:
    """The headers that the sink really sends, as a JSON schema."""
    sent = dict(cloud_event_headers(topic, payload, "/rampart"))
    properties = {name: {"type": "string", "description": _HEADERS[name]} for name in sent}
    properties["ce_type"]["const"] = topic.name
    return {"type": "object", "properties": properties, "required": list(sent)}
