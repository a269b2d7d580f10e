"""`make test`: every step runs, and one that fails makes the whole fail."""

import sys

import pytest

from ops.dev import test as make_test


def test_every_step_runs_whatever_the_one_before_said(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    fails = (sys.executable, "-c", "print('first'); raise SystemExit(3)")
    passes = (sys.executable, "-c", "print('second')")
    monkeypatch.setattr(make_test, "SUITES", {"faults": (("one", fails), ("two", passes))})
    code = make_test.main("faults")
    printed = capfd.readouterr().out

    assert code == 1
    assert "second" in printed
    assert printed.splitlines()[-1] == "1 passed, 1 failed"


def test_checks_units_integration_coverage_and_the_unproven_are_all_steps() -> None:
    names = [name for name, _ in make_test.SUITES["test"]]

    assert names[0] == "static checks"
    assert {"unit tests", "integration tests", "coverage", "what was not proven"} <= set(names)


def test_no_test_is_in_neither_suite_nor_in_both() -> None:
    chosen = [
        command[command.index("-m", 3) + 1]
        for steps in make_test.SUITES.values()
        for _, command in steps
        if "pytest" in command
    ]

    assert chosen == ["not integration and not faults", "integration", "faults"]
