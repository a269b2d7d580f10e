import sys
from collections.abc import Sequence

import pytest

from ops.dev import check

GOOD: Sequence[str] = (sys.executable, "-c", "print('quiet')")
BAD: Sequence[str] = (sys.executable, "-c", "print('loud'); raise SystemExit(3)")


def test_steps_that_pass_are_shown_with_their_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main({"one": GOOD, "two": GOOD}) == 0

    out = capsys.readouterr().out
    shown = sorted(line.split()[:2] for line in out.splitlines())
    assert shown == [["one", "ok"], ["two", "ok"]]
    assert "s)" in out
    assert "quiet" not in out


def test_canary(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main({"one": BAD, "two": GOOD}) == 1

    lines = capsys.readouterr().out.splitlines()
    assert sorted(line.split()[:2] for line in lines if "(" in line) == [
        ["one", "FAILED"],
        ["two", "ok"],  # also after a failed one
    ]
    assert "loud" in lines


def test_it_runs_what_make_check_names() -> None:
    assert list(check.STEPS) == [
        *("types", "format", "lint", "layers", "naming", "reference"),
        *("deployments", "architecture"),
    ]
