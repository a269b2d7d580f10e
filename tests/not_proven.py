"""Tests that cannot be run here say so, and it is written down: no silent skips.

The hooks are imported by `tests/conftest.py`. Reports reach the session that collects them, so it
works in several processes too.
"""

from typing import Never

import pytest

from ops.dev import not_proven as ledger

PREFIX = "not proven: "
_found: set[str] = set()


def not_proven(words: str) -> Never:
    """Skip this test: `words` name what this machine lacks, as `tests/not_proven.txt` does."""
    pytest.skip(PREFIX + words)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collect the words of tests that were skipped by `not_proven`."""
    if report.skipped and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if reason.startswith(PREFIX):
            _found.add(reason.removeprefix(PREFIX))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write them down, once a session."""
    if not hasattr(session.config, "workerinput"):
        ledger.remember(_found | ledger.standing())
