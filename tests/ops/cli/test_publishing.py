"""`rampart modelgen`: publish, rollback."""

import json
from pathlib import Path

import pytest

from ops.cli.main import run
from orchestration.ports.publications import PublicationState
from tests.fakes.platform import FakePlatform
from tests.metamodel.shop import ORDER
from tests.ops.cli.shop import FAULT, OTHER, current, fake_platform, served, written

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def platform(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    return fake_platform(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_publish_says_which_version_serves_and_what_was_built(
    platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    made = served(platform)
    assert run(["modelgen", "publish", written(folder)]) == 0

    out = capsys.readouterr().out
    assert f"{made.version} serves (publication 1)" in out
    assert "36 partitions built, 360 rows" in out
    assert current(platform) == made.version


def test_programs_are_told_the_same_of_publish_and_rollback(
    platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    first, second = served(platform), served(platform, OTHER)
    told = []
    for verb, edits in (("publish", None), ("publish", OTHER), ("rollback", None)):
        assert run(["modelgen", verb, "--json", written(folder, edits)]) == 0
        told.append(json.loads(capsys.readouterr().out))

    assert [(one["version"], one["previous_version"]) for one in told] == [
        (first.version, None),
        (second.version, first.version),
        (first.version, second.version),
    ]
    assert told[0]["built_partitions"] == 36
    assert told[0]["announced"]


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


def test_somebody_else_who_publishes_is_a_refusal(
    platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    served(platform)
    with platform.publications.publishing("shop"):
        assert run(["modelgen", "publish", written(folder)]) == 1
    assert "PUB-002" in capsys.readouterr().err


def test_a_version_that_cannot_be_built_leaves_the_version_that_serves(
    platform: FakePlatform, folder: Path, capsys: Output
) -> None:
    made = served(platform)
    run(["modelgen", "publish", written(folder)])
    added = {f"/entities/{ORDER}/preAggregations/0/dimensions": ["status", "tenant_id", "is_big"]}
    served(platform, added)
    platform.cube.build_errors["2024-01-01"] = ["disk full"] * 99

    assert run(["modelgen", "publish", written(folder, added)]) == 1
    assert "PUB-004" in (err := capsys.readouterr().err)
    assert "disk full" in err
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


def test_old_versions_are_removed_on_demand(platform: FakePlatform, folder: Path) -> None:
    served(platform)
    second = served(platform, OTHER)
    run(["modelgen", "publish", written(folder)])
    run(["modelgen", "publish", written(folder, OTHER)])
    assert run(["modelgen", "remove-retired", "--keep", "1", written(folder)]) == 0
    assert set(platform.store.versions) == {second.version}
