"""The steps of the set-up."""

import hashlib
import re
import tarfile
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


def test_a_registry_that_is_not_the_committed_one_is_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = f"apicurio-registry-app-{steps.REGISTRY_VERSION}-all.tar.gz"
    (tmp_path / "SERVER.sha256").write_text(f"{'0' * 64}  {archive}\n")
    monkeypatch.setattr(steps, "REGISTRY", tmp_path)
    monkeypatch.setattr(steps, "REGISTRY_SERVER", tmp_path / "server")

    def fetch(self: Step, *argv: str, **_: object) -> None:
        (tmp_path / "server.new").mkdir()
        (tmp_path / "server.new" / archive).write_bytes(b"another")

    monkeypatch.setattr(steps.SchemaRegistry, "call", fetch)
    with pytest.raises(StepFailed, match=r"SERVER\.sha256"):
        steps.SchemaRegistry().run()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["SERVER.sha256"]


def test_the_committed_registry_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"apicurio-registry-app-{steps.REGISTRY_VERSION}-all.tar.gz"
    source = tmp_path / "runner.jar"
    source.write_bytes(b"a program")
    with tarfile.open(tmp_path / name, "w:gz") as packed:
        packed.add(source, "runner.jar")
    digest = hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    (tmp_path / "SERVER.sha256").write_text(f"{digest}  {name}\n")
    monkeypatch.setattr(steps, "REGISTRY", tmp_path)
    monkeypatch.setattr(steps, "REGISTRY_SERVER", tmp_path / "server")

    def fetch(self: Step, *argv: str, **_: object) -> None:
        (tmp_path / "server.new").mkdir()
        (tmp_path / name).rename(tmp_path / "server.new" / name)

    monkeypatch.setattr(steps.SchemaRegistry, "call", fetch)
    steps.SchemaRegistry().run()
    assert [file.name for file in (tmp_path / "server").iterdir()] == ["runner.jar"]
