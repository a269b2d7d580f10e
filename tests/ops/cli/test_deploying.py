"""`rampart stack secrets|prepare`."""

import os
from pathlib import Path
from typing import Any

import pytest

from ops.cli.main import run
from ops.deployment import prepare as preparing
from ops.deployment import secret_store
from ops.deployment.prepare import Administrator


def test_secrets_are_made_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = tmp_path.stat().st_uid
    monkeypatch.setattr(secret_store, "USER_ID", owner)
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    folder = tmp_path / "secrets"

    assert run(["stack", "secrets", "--out", str(folder)]) == 0
    assert run(["stack", "secrets", "--out", str(folder)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"{folder}: {len(secret_store.names())} files are new, certificates are fresh"
    assert second.startswith(f"{folder}: 0 files")


def test_files_that_containers_cannot_read_are_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret_store, "others", lambda _: ("passwords/admin",))

    assert run(["stack", "secrets", "--out", str(tmp_path / "secrets")]) == 1
    assert "sudo chown -R 1000:1000" in capsys.readouterr().out


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Administrator | None]:
    found: list[Administrator | None] = []

    def prepare(_: Any, administrator: Administrator | None, tell: Any) -> None:
        found.append(administrator)
        tell("done")

    monkeypatch.setattr(preparing, "prepare", prepare)
    return found


def test_kafka_is_left_alone_unless_somebody_may_alter_it(
    calls: list[Administrator | None], tmp_path: Path
) -> None:
    assert run(["stack", "prepare"]) == 0
    assert run(["stack", "prepare", "--as", "admin", "--passwords", str(tmp_path)]) == 0
    assert calls == [None, Administrator("admin", tmp_path)]


def test_an_administrator_without_passwords_is_a_usage_error(
    calls: list[Administrator | None],
) -> None:
    assert run(["stack", "prepare", "--as", "admin"]) == 2
    assert calls == []
