"""From what happened to a row of the outbox; nothing is read or written."""

from collections.abc import Mapping
from typing import Any, Final

from metamodel.events._cloud_events import cloud_event_headers
from metamodel.events.codec import Codec
from presence_api.ports.outbox import OutgoingEvent
from presence_api.request_context import trace_fields

SOURCE: Final = "/rampart/presence"


def outgoing_event(codec: Codec, topic: str, payload: Mapping[str, Any]) -> OutgoingEvent:
    """An event as it will lie in its topic, with CloudEvents' names in its headers.

    Made for a request, it is in the request's trace (`traceparent`).
    Raises PayloadRefused, UnregisteredTopic: before anything is written.
    """
    contract = codec.contract(topic)
    headers = cloud_event_headers(contract, payload, SOURCE)
    return OutgoingEvent(
        topic,
        contract.key(payload),
        codec.encode(topic, payload),
        {name: value.decode() for name, value in headers} | dict(trace_fields()),
    )
