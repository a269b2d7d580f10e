"""`rampart naming`."""

import json
from pathlib import Path

import pytest

from ops.cli.main import run
from tests.ops.naming.planted import planted

Output = pytest.CaptureFixture[str]
FILES = {"orchestration/a.py": 'FROM = "rampart/run_id"\nJOB = dg.define_asset_job("refresh")\n'}
ALIAS = {
    "kind": "job",
    "old": "old_job",
    "new": "new_job",
    "since": "2026-01-01",
    "remove_after": "9999-12-31",
}


@pytest.mark.parametrize("verb", ["lint", "fix", "aliases"])
def test_each_verb_explains_itself_with_an_example(verb: str, capsys: Output) -> None:
    assert run(["naming", verb, "--help"]) == 0
    assert f"\n  rampart naming {verb}" in capsys.readouterr().out


def test_lint_shows_each_finding_with_place_and_cure(tmp_path: Path, capsys: Output) -> None:
    planted(tmp_path, FILES)
    assert run(["naming", "lint", "--root", str(tmp_path)]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("orchestration/a.py:1:9: error NMD003 the run tag `rampart/run_id`")
    assert lines[1].strip().startswith("Call it `rampart/run-id`.")
    assert lines[1].endswith("(SAFE fix)")


def test_lint_says_nothing_of_right_names(tmp_path: Path, capsys: Output) -> None:
    planted(tmp_path, {})
    assert run(["naming", "lint", "--root", str(tmp_path)]) == 0
    assert capsys.readouterr().out == ""


def test_sarif_names_the_tool_the_rule_and_the_place(tmp_path: Path, capsys: Output) -> None:
    planted(tmp_path, FILES)
    assert run(["naming", "lint", "--root", str(tmp_path), "--format", "sarif"]) == 1

    (log,) = json.loads(capsys.readouterr().out)["runs"]
    assert log["tool"]["driver"]["name"] == "rampart naming lint"
    first = log["results"][0]
    assert first["ruleId"] == "NMD003"
    place = first["locations"][0]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "orchestration/a.py"
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "run_tag:rampart/run_id"


def test_a_dry_fix_says_what_it_would_do_and_does_not(tmp_path: Path, capsys: Output) -> None:
    planted(tmp_path, FILES)
    assert run(["naming", "fix", "--root", str(tmp_path), "--dry-run"]) == 1

    out = capsys.readouterr().out
    assert "SAFE run_tag rampart/run_id -> rampart/run-id (NMD003)" in out
    assert out.endswith("1 names would be renamed, 1 findings left\n")
    assert (tmp_path / "orchestration/a.py").read_text() == FILES["orchestration/a.py"]


def test_fix_writes_and_ends_clean_when_nothing_is_left(tmp_path: Path, capsys: Output) -> None:
    planted(tmp_path, {"orchestration/a.py": 'FROM = "rampart/run_id"\n'})
    assert run(["naming", "fix", "--root", str(tmp_path)]) == 0

    assert capsys.readouterr().out.endswith("1 names renamed, 0 findings left\n")
    assert (tmp_path / "orchestration/a.py").read_text() == 'FROM = "rampart/run-id"\n'


def test_a_fix_that_is_not_done_says_why(tmp_path: Path, capsys: Output) -> None:
    settings = "class Settings(BaseSettings):\n    cube_key: SecretStr\n"
    planted(tmp_path, {"orchestration/settings.py": settings})
    assert run(["naming", "fix", "--root", str(tmp_path), "--unsafe"]) == 1

    assert "not done: RAMPART_CUBE_KEY: is made of parts" in capsys.readouterr().err


def test_aliases_are_shown_to_people_and_to_programs(tmp_path: Path, capsys: Output) -> None:
    planted(tmp_path, {}, aliases=[ALIAS])
    assert run(["naming", "aliases", "--root", str(tmp_path)]) == 0
    assert "job old_job -> new_job: since 2026-01-01" in capsys.readouterr().out

    assert run(["naming", "aliases", "--root", str(tmp_path), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["remove_after"] == "9999-12-31"


def test_an_alias_past_its_day_is_a_finding(tmp_path: Path, capsys: Output) -> None:
    planted(tmp_path, {}, aliases=[ALIAS | {"remove_after": "2026-01-02"}])
    assert run(["naming", "aliases", "--root", str(tmp_path)]) == 1
    assert "(-" in capsys.readouterr().out


def test_no_aliases_are_said(tmp_path: Path, capsys: Output) -> None:
    planted(tmp_path, {})
    assert run(["naming", "aliases", "--root", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "no aliases\n"


def test_a_dictionary_that_contradicts_itself_is_refused(tmp_path: Path, capsys: Output) -> None:
    planted(tmp_path, {}, plain=["a", "a"])
    assert run(["naming", "lint", "--root", str(tmp_path)]) == 1
    assert "NMG-001" in capsys.readouterr().err
