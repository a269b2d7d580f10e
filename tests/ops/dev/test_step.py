"""Steps that know whether they are done."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from ops.dev import step
from ops.dev.step import Step, StepFailed


class Build(Step):
    """Makes a file out of another."""

    name = "build"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def inputs(self) -> Iterable[Path]:
        return [self.folder / "input"]

    def output(self) -> Path:
        return self.folder / "output"

    def run(self) -> None:
        self.call("sh", "-c", "cat input > output", cwd=self.folder)


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    monkeypatch.setattr(step, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(step, "REPOSITORY", tmp_path)
    (tmp_path / "input").write_text("one")
    return Build(tmp_path)


def test_it_is_done_once_it_ran_with_these_inputs(build: Build) -> None:
    assert not build.done()
    build.run()
    assert not build.done()
    build.mark()
    assert build.done()


def test_a_changed_input_is_to_be_done_again(build: Build) -> None:
    build.run()
    build.mark()
    (build.folder / "input").write_text("two")
    assert not build.done()


def test_a_lost_output_is_to_be_done_again(build: Build) -> None:
    build.run()
    build.mark()
    build.output().unlink()
    assert not build.done()


def test_a_command_that_fails_is_shown_with_its_output_and_log(build: Build) -> None:
    with pytest.raises(StepFailed, match="exited with 4") as raised:
        build.call("sh", "-c", "echo no luck; exit 4")
    assert "no luck" in str(raised.value)
    assert "build.log" in str(raised.value)


def test_children_write_bytecode_whatever_the_shell_says(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    build.call("sh", "-c", 'test -z "$PYTHONDONTWRITEBYTECODE"')


def test_a_folder_can_be_put_before_the_path(build: Build) -> None:
    build.call("sh", "-c", 'case "$PATH" in /first:*) ;; *) exit 1;; esac', path=Path("/first"))
