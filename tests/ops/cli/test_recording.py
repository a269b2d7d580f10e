"""What an operator does is put on record."""

import pytest

from metamodel.events.platform_audit_event import PlatformAuditEvent
from ops.cli._recording import actor_of, on_record
from orchestration.settings import Settings
from tests.fakes.event_sink import FakeEventSink


def test_what_was_done_is_on_record(monkeypatch: pytest.MonkeyPatch) -> None:
    sink = FakeEventSink()
    monkeypatch.setattr("orchestration.composition.event_sink", lambda _: sink)
    done = on_record(Settings(kafka_user="me"), "thing.done", "thing", "7", reason="because")
    with done as came_of_it:
        came_of_it.append("nothing")

    (event,) = sink.published[PlatformAuditEvent.name]
    assert (event["actor"], event["action"], event["object_id"]) == ("me", "thing.done", "7")
    assert (event["outcome"], event["reason"]) == ("SUCCEEDED", "because: nothing")


def test_the_actor_is_the_brokers_name_or_an_opaque_one() -> None:
    assert actor_of(Settings(kafka_user="operator")) == "operator"
    assert actor_of(Settings()).startswith("operator-")
