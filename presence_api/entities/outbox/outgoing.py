"""From what happened to a row of the outbox. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from metamodel.events._cloud_events import cloud_event_headers
from metamodel.events.codec import Codec
from presence_api.ports.outbox import OutgoingEvent

SOURCE: Final = "/rampart/presence"


def outgoing_event(codec: Codec, topic: str, payload: Mapping[str, Any]) -> OutgoingEvent:
    """An event as it will lie in its topic, with CloudEvents' names in its headers.

    Raises PayloadRefused, UnregisteredTopic: before anything is written.
    """
    contract = codec.contract(topic)
    headers = cloud_event_headers(contract, payload, SOURCE)
    return OutgoingEvent(
        topic,
        contract.key(payload),
        codec.encode(topic, payload),
        {name: value.decode() for name, value in headers},
    )
