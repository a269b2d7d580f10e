import sys
from collections.abc import Sequence

import pytest

from ops.dev import check

GOOD: Sequence[str] = (sys.executable, "-c", "print('quiet')")
BAD: Sequence[str] = (sys.executable, "-c", "print('loud'); raise SystemExit(3)")


def test_steps_that_pass_are_shown_with_their_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main({"one": GOOD, "two": GOOD}) == 0

    out = capsys.readouterr().out
    assert [line.split()[:2] for line in out.splitlines()] == [["one", "ok"], ["two", "ok"]]
    assert "s)" in out
    assert "quiet" not in out


def test_canary(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main({"one": BAD, "two": GOOD}) == 1

    words = capsys.readouterr().out.split()
    assert words[:2] == ["one", "FAILED"]
    assert "loud" in words
    assert "two" in words  # also after a failed one


def test_it_runs_what_make_check_names() -> None:
    assert list(check.STEPS) == [
        *("format", "lint", "types", "layers", "naming", "reference"),
        *("deployments", "architecture"),
    ]
