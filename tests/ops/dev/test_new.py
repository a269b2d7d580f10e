"""A new item begins complete: its gates are green, and its test is red."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ops.dev import new
from ops.stack.places import REPOSITORY

FOLDERS = ("metamodel", "tests/metamodel", "pyproject.toml")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what a new item touches and is tested with."""
    for name in FOLDERS:
        source, target = REPOSITORY / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    (tmp_path / "tests" / "__init__.py").touch()
    return tmp_path


def failures(tree: Path, *tests: str) -> tuple[int, str]:
    """Exit code and output of some tests of the copied tree."""
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:randomly", *tests],
        cwd=tree,
        env={"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


def test_a_rule_is_found_documented_and_its_test_fails(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new.main(["rule", "TIM002", "late_time_dimension"], tree) == 0

    written = capsys.readouterr().out.splitlines()
    assert written[:2] == [
        "metamodel/lint/rules/tim002_late_time_dimension.py",
        "tests/metamodel/lint/rules/test_tim002_late_time_dimension.py",
    ]
    code, output = failures(tree, written[1])
    assert code == 1
    assert "1 failed, 1 passed" in output
    assert "test_a_wrong_one_is_found_at_its_place" in output


def test_a_naming_rule_is_found_documented_and_its_test_fails(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new.main(["naming-rule", "NMO007", "unfit_volume"], tree) == 0

    written = capsys.readouterr().out.splitlines()
    assert written[:2] == [
        "metamodel/naming/rules/nmo007_unfit_volume.py",
        "tests/metamodel/naming/rules/test_nmo007_unfit_volume.py",
    ]
    code, output = failures(tree, written[1], "tests/metamodel/naming/test_runner.py")
    assert code == 1
    assert "1 failed" in output
    assert "test_a_wrong_one_is_told" in output


def test_a_topic_meets_every_topics_tests_but_for_its_release(tree: Path) -> None:
    assert new.main(["topic", "entity.deleted"], tree) == 0

    code, output = failures(
        tree,
        "tests/metamodel/events/test_entity_deleted.py",
        "tests/metamodel/events/test_catalogue.py",
        "--deselect=tests/metamodel/events/test_catalogue.py::test_the_platforms_topics_are_found",
    )
    assert code == 1
    assert "test_the_key_orders_what_belongs_together" in output
    assert "AVR011 entity.deleted.v1: the event has no release" in output
    assert "3 failed" in output  # and the one that wants an id for each release


@pytest.mark.parametrize(
    "arguments",
    [
        ["rule", "tim002", "late"],
        ["rule", "TIM2", "late"],
        ["rule", "TIM002", "LateTime"],
        ["rule", "TIM001", "another_fault"],
        ["topic", "lifecycle"],
        ["topic", "Entity.Lifecycle"],
        ["topic", "core.metamodel.published"],
    ],
)
def test_what_is_taken_or_misnamed_is_refused_and_nothing_is_written(
    tmp_path: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "metamodel" / "lint" / "rules"
    rules.mkdir(parents=True)
    (rules / "tim001_no_time_dimension.py").touch()
    events = tmp_path / new.EVENTS
    events.mkdir(parents=True)
    (events / "core_metamodel_published.py").touch()
    before = sorted(tmp_path.rglob("*"))

    assert new.main(arguments, tmp_path) == 2

    assert capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


def test_skeletons_are_formatted_and_pass_lint(tree: Path) -> None:
    new.main(["rule", "TIM002", "late_time_dimension"], tree)
    new.main(["topic", "entity.deleted"], tree)

    for words in (["format", "--check"], ["check"]):
        ruff = [
            str(Path(sys.executable).with_name("ruff")),
            *words,
            "--no-cache",
            "metamodel",
            "tests",
        ]
        result = subprocess.run(ruff, cwd=tree, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout
