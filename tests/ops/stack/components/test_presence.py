"""Presence in a stack."""

import stat

import pytest

from ops.stack.component import Stack
from ops.stack.components.presence import SECRETS, Presence
from ops.stack.places import WEB_PAGES
from ops.stack.processes import Process
from tests.ops.stack.components import stack_of


def test_it_serves_browsers_and_keeps_its_secrets_in_files_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[list[str]] = []

    def spawn(stack: Stack, name: str, argv: list[str], environment: object) -> Process:
        del stack, name, environment
        started.append(argv)
        return Process(1, "x")

    monkeypatch.setattr(Stack, "spawn", spawn)
    stack, presence = stack_of(Presence()), Presence()
    presence.start(stack)
    port = stack.ports["presence"]
    assert started[0][-6:] == ["--role", "live", "--role", "api", "--port", str(port)]
    found = presence.environment(stack)
    assert found["RAMPART_PRESENCE_URL"] == presence.url(stack) == f"http://127.0.0.1:{port}"
    for secret, setting in SECRETS.items():
        file = stack.folder / "presence" / secret
        assert found[setting] == str(file)
        assert file.read_text() == stack.secrets[secret]
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stack.secrets[secret] not in " ".join(started[0])
    assert found["RAMPART_PRESENCE_PAGES"] == str(WEB_PAGES)
    assert not presence.ready(stack)
    assert presence.available()
