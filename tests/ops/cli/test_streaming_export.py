"""`rampart streaming export`."""

import json
from pathlib import Path

import pytest
import yaml

from ops.cli.main import run

Output = pytest.CaptureFixture[str]


def test_it_explains_itself_with_an_example(capsys: Output) -> None:
    assert run(["streaming", "export", "--help"]) == 0
    assert "\n  rampart streaming export" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["state", "strimzi", "commands"])
def test_without_a_folder_it_prints_everything(form: str, capsys: Output) -> None:
    assert run(["streaming", "export", form, "--environment", "production"]) == 0

    assert "core.reporting.preagg.refresh.v1" in capsys.readouterr().out


def test_files_are_written_where_it_was_told(tmp_path: Path, capsys: Output) -> None:
    command = ["streaming", "export", "strimzi", "--environment", "local", "--out"]
    assert run([*command, str(tmp_path / "new")]) == 0

    assert capsys.readouterr().out.split() == [
        str(tmp_path / "new" / name) for name in ("topics.yaml", "users.yaml")
    ]
    kinds = {
        item["kind"] for item in yaml.safe_load_all((tmp_path / "new/topics.yaml").read_text())
    }
    assert kinds == {"KafkaTopic"}


def test_programs_get_the_state_as_json(capsys: Output) -> None:
    assert run(["streaming", "export", "state", "--environment", "local", "--json"]) == 0

    state = json.loads(capsys.readouterr().out)
    assert state["users"]["orchestration"] == {"principal": "User:orchestration"}


def test_an_unknown_environment_is_refused(capsys: Output) -> None:
    assert run(["streaming", "export", "state", "--environment", "moon"]) == 1
    assert "DECL-003" in capsys.readouterr().err
