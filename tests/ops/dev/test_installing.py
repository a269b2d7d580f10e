"""The set-up as a whole."""

import io
from collections.abc import Iterable
from pathlib import Path

import pytest

from ops.dev import installing
from ops.dev.installing import install, run_steps
from ops.dev.progress import Progress
from ops.dev.step import Step, StepFailed


class FakeStep(Step):
    """Does nothing, or fails."""

    def __init__(self, name: str, *needs: str, fault: Exception | None = None) -> None:
        self.name, self.needs, self.fault = name, needs, fault  # type: ignore[misc]
        self.marked = False

    def inputs(self) -> Iterable[Path]:
        return []

    def output(self) -> Path:
        return Path("/")

    def run(self) -> None:
        if self.fault is not None:
            raise self.fault

    def done(self) -> bool:
        return self.marked

    def mark(self) -> None:
        self.marked = True


def quiet() -> Progress:
    return Progress(io.StringIO(), terminal=False)


def test_what_is_done_is_not_done_again() -> None:
    steps = [FakeStep("python"), FakeStep("cube", "python")]
    assert run_steps(steps, quiet()) == (0, 2)
    assert run_steps(steps, quiet()) == (0, 0)


def test_a_step_that_fails_is_explained_and_its_followers_are_not_tried(
    capsys: pytest.CaptureFixture[str],
) -> None:
    steps = [FakeStep("python", fault=StepFailed("no route")), FakeStep("cube", "python")]
    assert run_steps(steps, quiet()) == (1, 1)
    assert "python failed: no route" in capsys.readouterr().out
    assert not steps[0].marked


def test_a_bug_in_a_step_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        run_steps([FakeStep("python", fault=ZeroDivisionError())], quiet())


def test_a_machine_without_what_is_needed_ends_with_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ops.dev.prerequisites.ensure", lambda: False)
    assert install() == 2


def test_a_set_up_says_what_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("ops.dev.prerequisites.ensure", lambda: True)
    monkeypatch.setattr(installing, "STAMPS", tmp_path)
    monkeypatch.setattr(installing, "ALL_STEPS", ())
    assert install() == 0
    assert "everything was up to date" in capsys.readouterr().out


def test_a_large_part_is_only_had_when_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    class Large(FakeStep):
        name = "large"

        def __init__(self) -> None:
            super().__init__("large")

        def run(self) -> None:
            ran.append("large")

    monkeypatch.setattr("ops.dev.prerequisites.ensure", lambda: True)
    monkeypatch.setattr(installing, "STAMPS", tmp_path)
    monkeypatch.setattr(installing, "ALL_STEPS", ())
    monkeypatch.setattr(installing, "ON_REQUEST", (Large,))

    assert install() == 0
    assert ran == []
    assert install(["large"]) == 0
    assert ran == ["large"]
    assert install(["larger"]) == 2
    assert "No such part: larger. There is: large." in capsys.readouterr().out
