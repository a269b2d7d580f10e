"""The steps of the set-up."""

import hashlib
import re
from pathlib import Path

import pytest

from ops.dev import steps
from ops.dev.step import Step, StepFailed
from ops.dev.steps import ALL_STEPS, SPECIFICATIONS, Cube, Jars, wrong_jars
from ops.stack.graph import closure
from ops.stack.places import CUBE_SERVER, KAFKA, REPOSITORY


def test_names_are_unique_and_needs_are_met() -> None:
    needs = {step.name: step.needs for step in ALL_STEPS}
    assert len(needs) == len(ALL_STEPS)
    assert closure(needs, list(needs)).keys() == needs.keys()


def test_every_input_exists_here() -> None:
    missing = [file for step in ALL_STEPS for file in step().inputs() if not file.exists()]
    assert missing == []


def test_only_the_committed_jars_are_right(tmp_path: Path) -> None:
    (tmp_path / "a.jar").write_bytes(b"a")
    (tmp_path / "b.jar").write_bytes(b"changed")
    (tmp_path / "extra.jar").write_bytes(b"x")
    digest = {name: hashlib.sha256(name.encode()).hexdigest() for name in "abc"}
    sums = "".join(f"{digest[name]}  {name}.jar\n" for name in "abc")
    assert wrong_jars(tmp_path, sums) == ["b.jar", "c.jar", "extra.jar"]
    assert wrong_jars(tmp_path, f"{digest['a']}  a.jar\n") == ["b.jar", "extra.jar"]


def test_jars_that_are_not_those_of_the_lock_are_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "KAFKA_JARS", tmp_path / "jars")
    draft = tmp_path / "jars.new"

    def copy(self: Step, *argv: str, **_: object) -> None:
        draft.mkdir()
        (draft / "evil.jar").write_bytes(b"x")

    monkeypatch.setattr(Jars, "call", copy)
    with pytest.raises(StepFailed, match=r"evil\.jar"):
        Jars().run()
    assert not draft.exists()
    assert not (tmp_path / "jars").exists()


@pytest.mark.parametrize("native", [True, False])
def test_install_scripts_run_only_for_cubes_real_native_module(
    native: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = "1.7.43" if native else "file:stand-ins/native"
    package = f'{{"dependencies": {{"@cubejs-backend/native": "{version}"}}}}'
    (tmp_path / "package.json").write_text(package)
    monkeypatch.setattr(steps, "CUBE_SERVER", tmp_path)
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(Cube, "call", lambda _self, *argv, **_: called.append(argv))
    Cube().run()
    assert ("--ignore-scripts" in called[0]) is not native


def test_no_lock_names_where_packages_come_from() -> None:
    lock = (CUBE_SERVER / "package-lock.json").read_text()
    assert set(re.findall(r'"resolved": "([^"]*)"', lock)) == {
        "file:stand-ins/native",
        "file:stand-ins/cubestore",
    }
    assert '"resolved"' not in (SPECIFICATIONS / "package-lock.json").read_text()
    assert "://" not in (REPOSITORY / "requirements.lock").read_text()
    assert "://" not in (KAFKA / "JARS.sha256").read_text()
