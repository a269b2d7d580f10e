"""`rampart stack`."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.cli.main import run
from ops.stack import opening, places, running
from orchestration.settings import Settings
from tests.fakes.component import FakeComponent


@pytest.fixture(autouse=True)
def one_component(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("RAMPART_STACK", raising=False)
    monkeypatch.setattr(places, "STATE", tmp_path)
    monkeypatch.setattr(opening, "STATE", tmp_path)
    monkeypatch.setattr(opening, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(running, "all_components", lambda _shape: {"cube": FakeComponent("cube")})
    yield
    run(["stack", "down", "one"])


def test_up_shows_every_component_to_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stack", "up", "one", "--json"]) == 0
    out, err = capsys.readouterr()
    (row,) = json.loads(out)
    assert row.keys() == {"name", "state", "pid", "url", "log", "secret_file"}
    assert (row["name"], row["state"]) == ("cube", "ready")
    assert "cube" in err


def test_up_twice_says_that_it_runs_already(capsys: pytest.CaptureFixture[str]) -> None:
    run(["stack", "up", "one"])
    assert run(["stack", "up", "one"]) == 0
    assert "runs already" in capsys.readouterr().err


def test_status_is_clean_only_while_everything_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stack", "status", "one"]) == 1
    assert "STACK-004" in capsys.readouterr().err
    run(["stack", "up", "one"])
    assert run(["stack", "status", "one"]) == 0
    running.attach("one").stop("cube")
    assert run(["stack", "status", "one"]) == 1


def test_one_component_is_ended_and_started(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    both = {name: FakeComponent(name) for name in ("cube", "seed")}
    monkeypatch.setattr(running, "all_components", lambda _shape: both)
    run(["stack", "up", "one"])
    capsys.readouterr()
    assert run(["stack", "stop", "cube", "--stack", "one"]) == 0
    assert run(["stack", "status", "one"]) == 1
    assert run(["stack", "start", "cube", "--stack", "one"]) == 0
    assert run(["stack", "start", "cube", "--stack", "one"]) == 0  # again
    said = capsys.readouterr().out.splitlines()
    assert (said[0], said[-1]) == ("cube stopped", "cube ready")
    assert run(["stack", "status", "one"]) == 0


@pytest.mark.parametrize("verb", ["start", "stop"])
def test_a_component_that_is_none_is_refused(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stack", verb, "cube", "--stack", "one"]) == 1
    assert "STACK-004" in capsys.readouterr().err
    run(["stack", "up", "one"])
    assert run(["stack", verb, "nonsense", "--stack", "one"]) != 0
    assert "nonsense" in capsys.readouterr().err


def test_down_says_what_it_found(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["stack", "down", "one"]) == 0
    assert "did not run" in capsys.readouterr().out
    run(["stack", "up", "one"])
    assert run(["stack", "down", "one", "--forget"]) == 0
    assert "is down" in capsys.readouterr().out
    assert not (tmp_path / "one").exists()


@pytest.mark.parametrize("profile", ["compose", "k8s"])
def test_a_profile_that_is_not_run_here_is_a_usage_error(
    profile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["stack", "up", "one", "--profile", profile]) == 2
    told = capsys.readouterr().err
    assert f"Its files are in ops/{profile}" in told
    assert "docs/DEPLOYMENT.md" in told


def test_a_name_that_is_no_folder_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stack", "up", "../one"]) == 2
    assert "STACK-009" in capsys.readouterr().err


def test_env_speaks_to_a_shell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        FakeComponent, "environment", lambda *_: {"RAMPART_X": "it's", "OTHER": "nothing"}
    )
    run(["stack", "up", "one"])
    capsys.readouterr()
    assert run(["stack", "env", "one"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "export RAMPART_X='it'\"'\"'s'" in lines
    assert all(line.startswith("export RAMPART_") for line in lines)


def test_psql_takes_its_own_options(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def psql(url: str, arguments: tuple[str, ...]) -> int:
        asked.append((url.partition(":")[0], *arguments))
        return 7

    monkeypatch.setattr("ops.cli.stack.settings_for", lambda _: Settings())
    monkeypatch.setattr("ops.stack.database_client.run_psql", psql)
    assert run(["stack", "psql", "-c", "SELECT 1", "-A"]) == 7
    assert asked == [("postgresql", "-c", "SELECT 1", "-A")]


def test_a_stack_keeps_the_profile_it_was_made_with(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stack", "up", "one", "--profile", "local", "--brokers", "3"]) == 0
    run(["stack", "down", "one"])
    assert run(["stack", "up", "one"]) == 0
    assert capsys.readouterr().out.count("Shape: profile local, 3 brokers") == 2
    assert run(["stack", "up", "one", "--profile", "embedded"]) == 1
    assert "STACK-011" in capsys.readouterr().err


def test_brokers_that_no_profile_has_are_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stack", "up", "one", "--brokers", "3"]) == 2
    assert "STACK-010" in capsys.readouterr().err
