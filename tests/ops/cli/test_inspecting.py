"""`rampart presence inspect|evict|drain`."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from litestar import Litestar

from metamodel.events.platform_audit_event import PlatformAuditEvent
from metamodel.kernel.errors import RampartError
from ops.cli.main import run
from orchestration.settings import Settings as OrchestrationSettings
from presence_api import problems
from presence_api.live.admin.controller import admin_routes
from presence_api.settings import Settings
from tests.contract.presence_server import port_of, serving
from tests.fakes.event_sink import FakeEventSink
from tests.presence_api.live.admin.test_overview import busy, overview

Output = pytest.CaptureFixture[str]
SECRET = "s" * 32


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch) -> FakeEventSink:
    made = FakeEventSink()
    monkeypatch.setattr("orchestration.composition.event_sink", lambda _: made)
    return made


@pytest.fixture(autouse=True)
def _served(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, record: FakeEventSink
) -> Iterator[None]:
    """A real instance, with the people of `busy`."""
    del record
    file = tmp_path / "admin"
    file.write_text(SECRET)
    app = Litestar(
        [*admin_routes(overview(busy()), SECRET.encode())],
        exception_handlers={RampartError: problems.of_ours},
        openapi_config=None,
        logging_config=None,
    )
    with serving(uvicorn.Config(app, port=0, log_config=None)) as server:
        url = f"http://127.0.0.1:{port_of(server)}"
        settings = Settings(presence_url=url, presence_admin_file=file)
        monkeypatch.setattr("ops.cli._inspecting.found_settings", lambda *_: settings)
        monkeypatch.setattr(
            "ops.cli._inspecting.settings_for", lambda _: OrchestrationSettings(kafka_user="op")
        )
        yield


def test_it_shows_the_instance_and_its_rooms(capsys: Output) -> None:
    assert run(["presence", "inspect"]) == 0
    first, *rooms = capsys.readouterr().out.splitlines()
    assert first.startswith("instance i1, serving: 4 connections, 3 rooms, 1 locks")
    assert rooms[0] == "acme  order/1  2 members, 3 connections here, held by Anna"
    assert run(["presence", "inspect", "--tenant", "globex", "--json"]) == 0
    assert [line["tenant"] for line in json.loads(capsys.readouterr().out)["rooms"]] == ["globex"]


def test_it_shows_who_is_in_a_room_and_who_is_connected(capsys: Output) -> None:
    assert run(["presence", "inspect", "order/1", "--tenant", "acme"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "anna  Anna  editing at 1 price, 2 connections here"
    assert run(["presence", "inspect", "--connections", "--user", "ben"]) == 0
    assert capsys.readouterr().out == "i1.3  acme/ben from 127.0.0.1: order/1 order\n"
    assert run(["presence", "inspect", "order/1"]) == 2
    assert run(["presence", "inspect", "order/9", "--tenant", "acme"]) == 3
    assert "PRE-005" in capsys.readouterr().err


def test_what_is_ended_is_on_record(record: FakeEventSink, capsys: Output) -> None:
    why = ["--reason", "left"]
    assert run(["presence", "evict", "anna", "--tenant", "acme", *why]) == 0
    assert run(["presence", "drain", *why]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == ["2 connections ended", "i1 is draining"]
    events = record.published[PlatformAuditEvent.name]
    assert [(event["action"], event["object_id"]) for event in events] == [
        ("presence.evict", "acme/anna"),
        ("presence.drain", "i1"),
    ]


def test_without_the_file_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setattr("ops.cli._inspecting.found_settings", lambda *_: Settings())
    assert run(["presence", "inspect"]) == 2
    assert "PRE-004" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["inspect", "evict", "drain"])
def test_each_verb_explains_itself_with_an_example(verb: str, capsys: Output) -> None:
    assert run(["presence", verb, "--help"]) == 0
    assert f"\n  rampart presence {verb}" in capsys.readouterr().out
