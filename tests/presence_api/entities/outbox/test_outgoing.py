"""From what happened to a row of the outbox."""

import pytest

from metamodel.events._example import example_of
from metamodel.events.codec import Codec, PayloadRefused
from metamodel.events.entity_lifecycle import EntityLifecycle
from presence_api.entities.outbox.outgoing import SOURCE, outgoing_event
from presence_api.request_context import RequestContext, Trace, working_on

CODEC = Codec.committed()
PAYLOAD = example_of(EntityLifecycle.schema)


def test_the_row_has_the_key_the_value_and_the_names_of_cloud_events() -> None:
    event = outgoing_event(CODEC, EntityLifecycle.name, PAYLOAD)

    assert event.key == EntityLifecycle.key(PAYLOAD)
    assert CODEC.decode(event.topic, event.value) == PAYLOAD
    assert event.headers["ce_id"] == str(PAYLOAD["event_id"])
    assert event.headers["ce_source"] == SOURCE


def test_what_does_not_fit_its_topic_is_refused_before_anything_is_written() -> None:
    with pytest.raises(PayloadRefused):
        outgoing_event(CODEC, EntityLifecycle.name, {**PAYLOAD, "ids": 7})


def test_what_is_told_for_a_request_is_in_its_trace() -> None:
    trace = Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "01")
    with working_on(RequestContext("request-1", trace)):
        told = outgoing_event(CODEC, EntityLifecycle.name, PAYLOAD)

    assert told.headers["traceparent"] == trace.fields()["traceparent"]
    assert "traceparent" not in outgoing_event(CODEC, EntityLifecycle.name, PAYLOAD).headers
