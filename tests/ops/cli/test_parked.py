"""`rampart presence outbox`."""

import json

import pytest

from metamodel.events.platform_audit_event import PlatformAuditEvent
from ops.cli import _parked
from ops.cli.main import run
from orchestration.settings import Settings
from presence_api.ports.outbox import OutgoingEvent
from tests.fakes.event_sink import FakeEventSink
from tests.fakes.outbox import FakeOutbox
from tests.fakes.parked_rows import FakeParkedRows

Output = pytest.CaptureFixture[str]


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch) -> FakeEventSink:
    made = FakeEventSink()
    monkeypatch.setattr("orchestration.composition.event_sink", lambda _: made)
    return made


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch, record: FakeEventSink) -> FakeOutbox:
    """Two rows of a key; the first is parked."""
    made = FakeOutbox()
    made.insert(OutgoingEvent("t", "k", b"123", {}), OutgoingEvent("t", "k", b"4", {}))
    made.parked[1] = "too large"
    monkeypatch.setattr(_parked, "_parked_rows", lambda _: FakeParkedRows(made))
    monkeypatch.setattr(_parked, "settings_for", lambda _: Settings(kafka_user="operator"))
    return made


def actions(record: FakeEventSink) -> list[tuple[str, ...]]:
    events = record.published.get(PlatformAuditEvent.name, [])
    return [tuple(event[name] for name in ("action", "object_id", "reason")) for event in events]


@pytest.mark.parametrize("verb", ["list", "release", "discard"])
def test_each_verb_explains_itself_with_an_example(verb: str, capsys: Output) -> None:
    assert run(["presence", "outbox", verb, "--help"]) == 0
    assert f"\n  rampart presence outbox {verb}" in capsys.readouterr().out


def test_parked_rows_are_listed_for_people_and_programs(outbox: FakeOutbox, capsys: Output) -> None:
    assert run(["presence", "outbox", "list"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("1  t, key k, 3 bytes, since 2026-01-01T00:00:00+00:00, 1 behind it")
    assert run(["presence", "outbox", "list", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["reason"] == "too large"

    outbox.parked.clear()
    assert run(["presence", "outbox", "list"]) == 0
    assert capsys.readouterr().out == "no row is parked\n"


def test_a_released_row_is_no_longer_parked_and_that_is_on_record(
    outbox: FakeOutbox, record: FakeEventSink, capsys: Output
) -> None:
    assert run(["presence", "outbox", "release", "1", "2", "--reason", "mended"]) == 1
    assert capsys.readouterr().out == "1 released\n2 was not parked\n"
    assert (outbox.parked, len(outbox.rows)) == ({}, 2)
    assert actions(record) == [("outbox.release", "1,2", "mended")]


def test_a_discarded_row_is_gone_and_that_is_on_record(
    outbox: FakeOutbox, record: FakeEventSink
) -> None:
    assert run(["presence", "outbox", "discard", "1", "--reason", "told by hand"]) == 0
    assert list(outbox.rows) == [2]
    assert actions(record) == [("outbox.discard", "1", "told by hand")]
