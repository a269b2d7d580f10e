"""`rampart presence`."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from ops.cli.main import run
from presence_api.adapters.token_verifier_jwt import SharedSecretVerifier
from presence_api.app import Service
from presence_api.settings import Settings


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    calls: list[Settings] = []
    monkeypatch.setattr("ops.cli.presence.found_settings", lambda kind, _, **values: kind(**values))
    monkeypatch.setattr("presence_api.app.create_service", lambda settings: Service(settings, None))
    monkeypatch.setattr("presence_api.serving.serve", lambda service, _: calls.append(service.app))
    return calls


@pytest.fixture
def signing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tokens can be signed here."""
    file = tmp_path / "secret"
    file.write_text("s" * 32)
    monkeypatch.setenv("RAMPART_JWT_SECRET_FILE", str(file))


def test_it_serves_as_its_settings_say(served: list[Settings]) -> None:
    assert run(["presence", "serve"]) == 0
    (settings,) = served
    assert (settings.presence_role, settings.presence_port) == ("all", 28000)


def test_role_and_port_are_settings_too(served: list[Settings]) -> None:
    assert run(["presence", "serve", "--role", "worker", "--port", "1234"]) == 0
    (settings,) = served
    assert (settings.presence_role, settings.presence_port) == ("worker", 1234)


def test_roles_can_be_joined(served: list[Settings]) -> None:
    assert run(["presence", "serve", "--role", "live", "--role", "api"]) == 0
    assert served[0].presence_role == "live,api"


def test_a_role_that_does_not_exist_is_a_usage_error(served: list[Settings]) -> None:
    assert run(["presence", "serve", "--role", "king"]) == 2
    assert served == []


@pytest.mark.usefixtures("served", "signing")
def test_a_token_is_signed_with_the_stacks_secret(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["presence", "token", "--user", "anna", "--tenant", "acme", "--group", "clerk"]) == 0
    found = SharedSecretVerifier("s" * 32).verify(capsys.readouterr().out.strip())
    assert (found.subject, found.tenant, found.groups) == ("anna", "acme", ("clerk",))


@pytest.mark.usefixtures("served", "signing")
def test_the_address_of_the_demo_brings_a_room_and_its_people(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RAMPART_PRESENCE_URL", "http://127.0.0.1:1234/")
    asked = ["presence", "demo", "order/1", "--tenant", "acme", "--field", "a", "--field", "b"]
    assert run(asked) == 0
    page, _, brought = capsys.readouterr().out.strip().partition("#")
    assert page == "http://127.0.0.1:1234/pages/presence/"
    found = parse_qs(brought)
    assert (found["room"], found["field"]) == (["order/1"], ["a", "b"])
    people = [SharedSecretVerifier("s" * 32).verify(token) for token in found["token"]]
    assert [(one.subject, one.name, one.tenant) for one in people] == [
        ("anna", "Anna", "acme"),
        ("ben", "Ben", "acme"),
    ]


def test_without_a_secret_it_says_so(
    served: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["presence", "token", "--tenant", "acme"]) == 2
    assert "PRE-004" in capsys.readouterr().err


@pytest.mark.usefixtures("served", "signing")
def test_tail_without_a_service_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RAMPART_PRESENCE_URL", "http://127.0.0.1:1")
    assert run(["presence", "tail", "order", "--tenant", "acme"]) == 3
    assert "PRE-005" in capsys.readouterr().err
