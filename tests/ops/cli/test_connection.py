"""Where a verb finds the platform."""

import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from ops.cli import _connection
from ops.cli._connection import SettingsRefused, settings_for, stack_option
from ops.stack.errors import StackDown
from ops.stack.processes import Process
from ops.stack.state import Part, State, save
from orchestration.defs.run_workers.processes import start_time

US = Process(os.getpid(), start_time(os.getpid()) or "")
KNOWN = {
    "RAMPART_CUBE_URL": "http://127.0.0.1:24001",
    "RAMPART_CUBE_API_SECRET": "of the stack",
    "RAMPART_REDIS_URL": "redis://not-a-setting-here",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(_connection, "stack_folder", tmp_path.joinpath)
    for key in [*os.environ]:  # noqa: TID251 - a clean start
        if key.startswith("RAMPART_"):
            monkeypatch.delenv(key)
    (tmp_path / "one").mkdir()
    part = Part("ready", US)
    save(tmp_path / "one", State("one", "embedded", "t", {}, {}, KNOWN, {"cube": part}))
    return tmp_path


def test_a_running_stack_gives_its_addresses_and_secrets() -> None:
    settings = settings_for("one")
    assert settings.cube_url == "http://127.0.0.1:24001"
    assert settings.cube_api_secret.get_secret_value() == "of the stack"


def test_the_environment_wins_over_the_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAMPART_CUBE_URL", "http://elsewhere")
    settings = settings_for("one")
    assert settings.cube_url == "http://elsewhere"
    assert settings.cube_api_secret.get_secret_value() == "of the stack"


def test_without_a_stack_the_environment_must_name_the_platform(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(StackDown):
        settings_for("two")
    monkeypatch.setenv("RAMPART_DATABASE_URL", "postgresql://elsewhere/db")
    assert settings_for("two").database_url.get_secret_value() == "postgresql://elsewhere/db"


def test_what_makes_no_sense_is_refused_all_at_once_and_never_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RAMPART_LEASE_S", "hunter2")
    monkeypatch.setenv("RAMPART_AUTOMATION", "perhaps")

    with pytest.raises(SettingsRefused) as caught:
        settings_for("one")
    assert "RAMPART_AUTOMATION: " in str(caught.value)
    assert "RAMPART_LEASE_S: " in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_verb_gets_the_stacks_name_from_option_environment_or_default() -> None:
    @click.command()
    @stack_option
    def verb(stack_name: str) -> None:
        click.echo(stack_name)

    runner = CliRunner()
    assert runner.invoke(verb).output == "main\n"
    assert runner.invoke(verb, env={"RAMPART_STACK": "two"}).output == "two\n"
    assert runner.invoke(verb, ["--stack", "three"]).output == "three\n"
