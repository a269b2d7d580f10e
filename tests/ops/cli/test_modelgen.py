"""`rampart modelgen`."""

import json
from pathlib import Path
from typing import Any

import pytest

from metamodel.modelgen.generated import GeneratedModel
from ops.cli.main import run
from orchestration.ports.publications import PublicationState
from orchestration.settings import Settings
from tests.fakes.platform import FakePlatform
from tests.metamodel.modelgen.shop_model import ENGINE, generated
from tests.metamodel.shop import GONE, ORDER, shop

Output = pytest.CaptureFixture[str]
FAULT = {"/entities/0/time": GONE}  # TIM001
OTHER = {f"/entities/{ORDER}/measures/1/title": "Turnover"}


@pytest.fixture(autouse=True)
def platform(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    made = FakePlatform()
    monkeypatch.setattr("ops.cli.modelgen.settings_for", lambda _: Settings())
    monkeypatch.setattr("orchestration.composition.compose", lambda _: made.composed)
    monkeypatch.setattr("orchestration.composition.cube_engine", lambda _: ENGINE)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def written(folder: Path, edits: dict[str, Any] | None = None) -> str:
    """Path of the edited shop's document."""
    file = folder / "shop.json"
    file.write_text(json.dumps(shop(edits), indent=2))
    return str(file)


def served(platform: FakePlatform, edits: dict[str, Any] | None = None) -> GeneratedModel:
    """The edited shop's model, which Cube finds in the publish folder once it is there."""
    made = generated(edits)
    platform.cube.serve(made.version, made.cube_fps, made.rollups)
    return made


def current(platform: FakePlatform) -> str | None:
    found = platform.publications.current("shop")
    return found.version if found else None


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
    platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    platform.committed = {**generated().files, "cubes/orders.yml": "old"}
    assert run(["modelgen", "validate", written(folder)]) == 1

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("cube_models/model/cubes/orders.yml ")


def test_validate_shows_findings_in_the_format_asked_for(folder: Path, capsys: Output) -> None:
    assert run(["modelgen", "validate", "--format", "json", written(folder, FAULT)]) == 1

    (row,) = json.loads(capsys.readouterr().out)
    assert row["code"] == "TIM001"


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


def test_publish_says_which_version_serves_and_what_was_built(
    platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    made = served(platform)
    assert run(["modelgen", "publish", written(folder)]) == 0

    out = capsys.readouterr().out
    assert f"{made.version} serves (publication 1)" in out
    assert "36 partitions built, 360 rows" in out
    assert current(platform) == made.version


def test_publish_names_the_version_before(
    platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    first, second = served(platform), served(platform, OTHER)
    run(["modelgen", "publish", written(folder)])
    capsys.readouterr()

    assert run(["modelgen", "publish", written(folder, OTHER)]) == 0
    expected = f"{second.version} serves (publication 2, before: {first.version})"
    assert expected in capsys.readouterr().out


def test_publishing_what_serves_already_changes_nothing(
    platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    made = served(platform)
    run(["modelgen", "publish", written(folder)])
    capsys.readouterr()

    assert run(["modelgen", "publish", written(folder)]) == 0
    assert f"{made.version} serves already" in capsys.readouterr().out
    assert len(platform.publications.rows) == 1


def test_a_publication_nobody_could_be_told_of_serves_and_says_so(
    platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    made = served(platform)
    platform.sink.down = True

    assert run(["modelgen", "publish", written(folder)]) == 0
    assert "not announced yet" in capsys.readouterr().err
    assert current(platform) == made.version


def test_a_refused_document_leaves_the_version_that_serves(
    platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    made = served(platform)
    run(["modelgen", "publish", written(folder)])
    capsys.readouterr()

    assert run(["modelgen", "publish", written(folder, FAULT)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert [word in err for word in ("TIM001", f"{folder}/shop.json:", "\n    ")] == [True] * 3
    assert current(platform) == made.version
    assert len(platform.publications.rows) == 1


def test_a_version_that_cannot_be_built_leaves_the_version_that_serves(
    platform: FakePlatform, folder: Path
) -> None:
    made = served(platform)
    run(["modelgen", "publish", written(folder)])
    added = {f"/entities/{ORDER}/preAggregations/0/dimensions": ["status", "tenant_id", "is_big"]}
    served(platform, added)
    platform.cube.build_errors["2024-01-01"] = ["disk full"] * 99

    assert run(["modelgen", "publish", written(folder, added)]) == 3
    assert current(platform) == made.version
    assert platform.publications.rows[-1].state is PublicationState.REFUSED


def test_rollback_lets_the_version_before_serve_again(
    platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    first, second = served(platform), served(platform, OTHER)
    run(["modelgen", "publish", written(folder)])
    run(["modelgen", "publish", written(folder, OTHER)])
    capsys.readouterr()

    assert run(["modelgen", "rollback", written(folder)]) == 0
    expected = f"{first.version} serves (publication 3, before: {second.version})"
    assert expected in capsys.readouterr().out
    assert current(platform) == first.version


@pytest.mark.parametrize("words", [[], ["--to", "shop-unheard-of"]])
def test_rollback_to_a_version_that_never_served_is_refused(
    words: list[str], platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    made = served(platform)
    run(["modelgen", "publish", written(folder)])

    assert run(["modelgen", "rollback", written(folder), *words]) == 1
    assert "PUB-001" in capsys.readouterr().err
    assert current(platform) == made.version


def test_validate_refuses_a_step_that_is_declared_too_small(
    platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    served(platform, OTHER)
    old = folder / "old.json"
    old.write_text(json.dumps(shop()))
    assert run(["modelgen", "validate", "--against", str(old), written(folder, OTHER)]) == 1
    assert "VER001" in capsys.readouterr().out


def test_old_versions_are_removed_on_demand(platform: FakePlatform, folder: Path) -> None:
    served(platform)
    second = served(platform, OTHER)
    run(["modelgen", "publish", written(folder)])
    run(["modelgen", "publish", written(folder, OTHER)])
    assert run(["modelgen", "remove-retired", "--keep", "1", written(folder)]) == 0
    assert set(platform.store.versions) == {second.version}
