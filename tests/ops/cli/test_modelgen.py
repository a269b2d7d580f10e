"""`rampart modelgen`: lint, generate, validate."""

import json
from pathlib import Path

import pytest

from ops.cli.main import run
from orchestration.ports.compiler import CompilerUnavailable
from tests.fakes.platform import FakePlatform
from tests.metamodel.modelgen.shop_model import generated
from tests.metamodel.shop import ORDER, shop
from tests.ops.cli.shop import FAULT, fake_platform, written

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def platform(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    return fake_platform(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.mark.parametrize(
    "verb", ["lint", "generate", "diff", "validate", "publish", "rollback", "remove-retired"]
)
def test_each_verb_explains_itself_with_an_example(verb: str, capsys: Output) -> None:
    assert run(["modelgen", verb, "--help"]) == 0
    assert f"\n  rampart modelgen {verb}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "verb", ["lint", "generate", "diff", "validate", "publish", "rollback", "remove-retired"]
)
def test_a_document_that_is_not_there_is_a_usage_error(verb: str, folder: Path) -> None:
    assert run(["modelgen", verb, str(folder / "nowhere.json")]) == 2


def test_lint_says_nothing_of_a_right_document(folder: Path, capsys: Output) -> None:
    assert run(["modelgen", "lint", written(folder)]) == 0
    assert capsys.readouterr().out == ""


def test_lint_shows_each_finding_with_place_and_cure(folder: Path, capsys: Output) -> None:
    file = written(folder, FAULT)
    assert run(["modelgen", "lint", file]) == 1

    finding, cure = capsys.readouterr().out.splitlines()
    assert finding.startswith(f"{file}:")
    assert "error TIM001" in finding
    assert cure.strip()


def test_lint_for_programs_parses(folder: Path, capsys: Output) -> None:
    assert run(["modelgen", "lint", "--format", "json", written(folder, FAULT)]) == 1

    (row,) = json.loads(capsys.readouterr().out)
    assert (row["code"], row["severity"]) == ("TIM001", "error")


def test_lint_of_a_text_that_is_no_json_is_a_finding(folder: Path, capsys: Output) -> None:
    (folder / "broken.json").write_text("{")

    assert run(["modelgen", "lint", str(folder / "broken.json")]) == 1
    assert "SCH001" in capsys.readouterr().out


@pytest.mark.parametrize("verb", ["lint", "validate"])
def test_a_document_that_is_no_utf_8_is_a_finding(verb: str, folder: Path, capsys: Output) -> None:
    (folder / "latin.json").write_bytes(b'{"name": "caf\xe9"}')

    assert run(["modelgen", verb, "--format", "json", str(folder / "latin.json")]) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["code"], row["line"], row["column"]) == ("SCH001", 1, 14)


def test_generate_writes_the_model_and_names_each_file(folder: Path, capsys: Output) -> None:
    out = folder / "model"
    assert run(["modelgen", "generate", written(folder), "--out", str(out)]) == 0

    *paths, last = capsys.readouterr().out.splitlines()
    made = generated()
    assert paths == sorted(str(out / path) for path in made.files)
    assert {path: (out / path).read_text() for path in made.files} == dict(made.files)
    assert made.version in last


def test_generate_again_changes_nothing(folder: Path, capsys: Output) -> None:
    words = ["modelgen", "generate", written(folder), "--out", str(folder / "model")]
    run(words)
    capsys.readouterr()

    assert run(words) == 0
    assert capsys.readouterr().out.startswith("0 of ")


def test_generate_for_programs_names_what_it_wrote_or_what_it_found(
    folder: Path, capsys: Output
) -> None:
    out = folder / "model"
    assert run(["modelgen", "generate", "--json", written(folder), "--out", str(out)]) == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["version"], said["files"]) == (generated().version, len(generated().files))
    assert said["changed"] == sorted(str(out / path) for path in generated().files)

    assert run(["modelgen", "generate", "--json", written(folder, FAULT)]) == 1
    assert [row["code"] for row in json.loads(capsys.readouterr().out)] == ["TIM001"]


def test_generate_of_a_faulty_document_shows_place_and_cure_and_writes_nothing(
    folder: Path, capsys: Output
) -> None:
    file, out = written(folder, FAULT), folder / "model"
    assert run(["modelgen", "generate", file, "--out", str(out)]) == 1

    finding, cure = capsys.readouterr().out.splitlines()
    assert finding.startswith(f"{file}:")
    assert "TIM001" in finding
    assert cure.strip()
    assert not out.exists()


def test_validate_is_clean_when_the_committed_model_is_what_would_be_generated(
    platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    platform.committed = dict(generated().files)
    assert run(["modelgen", "validate", written(folder)]) == 0

    made = generated()
    line = f"{made.version}: {len(made.files)} cubes compile, {len(made.probes)} probes planned"
    assert capsys.readouterr().out.startswith(line)


def test_validate_names_each_committed_file_that_differs(
    platform: FakePlatform, folder: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAMPART_METAMODEL", written(folder))
    platform.committed = {**generated().files, "cubes/orders.yml": "old"}
    assert run(["modelgen", "validate", written(folder)]) == 1

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("cube_models/model/cubes/orders.yml ")


def test_validate_compares_no_other_document_with_what_is_committed(
    platform: FakePlatform, folder: Path
) -> None:
    platform.committed = {"cubes/orders.yml": "old"}
    assert run(["modelgen", "validate", written(folder)]) == 0


def test_validate_shows_findings_in_the_format_asked_for(folder: Path, capsys: Output) -> None:
    assert run(["modelgen", "validate", "--format", "json", written(folder, FAULT)]) == 1

    (row,) = json.loads(capsys.readouterr().out)
    assert row["code"] == "TIM001"


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_validate_of_a_clean_model_gives_programs_no_finding_and_people_the_words(
    form: str, platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    platform.committed = dict(generated().files)
    assert run(["modelgen", "validate", "--format", form, written(folder)]) == 0

    out, err = capsys.readouterr()
    assert not out or "cubes compile" not in out
    assert form != "json" or json.loads(out) == []
    assert "cubes compile" in err


def test_validate_gives_programs_whatever_it_refuses(
    platform: FakePlatform, folder: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAMPART_METAMODEL", written(folder))

    def found() -> list[tuple[str, str]]:
        assert run(["modelgen", "validate", "--format", "json", written(folder)]) == 1
        rows = json.loads(capsys.readouterr().out)
        return [(row["code"], row["message"]) for row in rows]

    platform.committed = {**generated().files, "cubes/orders.yml": "old"}
    assert found() == [("GEN-102", "the file is not what the metamodel generates")]

    platform.compiler.missed.add("orders.by_day")
    assert found() == [("GEN-101", "orders.by_day")]

    platform.compiler.faults = ("orders: broken", "countries: too")
    assert found() == [("CMP-002", "orders: broken"), ("CMP-002", "countries: too")]


def test_validate_shows_what_the_compiler_says(
    platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    platform.compiler.faults = ("orders: broken", "countries: too")
    assert run(["modelgen", "validate", written(folder)]) == 1

    out, err = capsys.readouterr()
    assert out == ""
    *faults, hint = err.splitlines()
    assert [line.partition(" ")[2] for line in faults] == [*platform.compiler.faults]
    assert hint.startswith("hint: ")


def test_validate_refuses_a_rollup_that_its_probe_misses(
    platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    platform.compiler.missed.add("orders.by_day")

    assert run(["modelgen", "validate", written(folder)]) == 1
    assert "orders.by_day" in capsys.readouterr().err


def test_a_compiler_that_is_not_there_proves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_: object) -> None:
        raise CompilerUnavailable("no packages")

    monkeypatch.setattr("tests.fakes.compiler.FakeCompiler.compile", absent)

    assert run(["modelgen", "validate", written(folder)]) == 3


def test_a_setting_that_makes_no_sense_is_a_usage_error_that_names_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("RAMPART_LEASE_S", "soon")

    assert run(["modelgen", "lint", written(folder)]) == 2
    err = capsys.readouterr().err
    assert "CLI-003 RAMPART_LEASE_S: " in err
    assert "Traceback" not in err


def test_validate_refuses_a_step_that_is_declared_too_small(folder: Path, capsys: Output) -> None:
    old = folder / "old.json"
    old.write_text(json.dumps(shop()))
    other = {f"/entities/{ORDER}/measures/1/title": "Turnover"}
    assert run(["modelgen", "validate", "--against", str(old), written(folder, other)]) == 1
    assert "VER001" in capsys.readouterr().out
