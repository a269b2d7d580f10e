"""Each module has its own test file, and each test file its module.

A private module `_x.py` is tested by `test_x.py`: what is private is the name, not the behaviour.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import PACKAGES, python_files

EXEMPT = {
    "ops/migrations/env.py": "Alembic runs it; the test of `run` does so through Alembic",
}
"""Modules without a test file of their own, and why."""
EXEMPT_FOLDERS = {
    "ops/migrations/versions": "each revision is run by the test of `ops/migrations/run.py`",
    "ops/bench": "a bench is run, and its figures are looked at",
    "ops/bench/http": "the same",
    "ops/bench/presence": "the same",
}
LAWS = {
    "tests/orchestration/flows/test_consumer_laws.py": "a law of the loop, its parts, their order",
    "tests/presence_api/entities/bulk/test_bulk_laws.py": "a law that jobs, chunks and others keep",
    "tests/presence_api/entities/edits/test_no_lost_update.py": "a law that all who edit keep",
    "tests/presence_api/injection/test_injection.py": "a law that all places for a text keep",
    "tests/presence_api/isolation/test_entities.py": "a law that rows, cursors and jobs keep",
    "tests/presence_api/isolation/test_forms.py": "a law that all answers to reports keep",
    "tests/presence_api/isolation/test_reports.py": "a law that all parts of reports keep",
    "tests/presence_api/live/test_lock_laws.py": "a law that locks, tokens and the guard keep",
    "tests/presence_api/live/backplane/test_backplane_laws.py": "a law that several instances keep",
    "tests/presence_api/live/conformance/test_coming_back.py": "a law that all sockets keep",
    "tests/presence_api/live/conformance/test_frames.py": "a law that all sockets keep",
    "tests/presence_api/live/conformance/test_handshakes.py": "a law that all sockets keep",
    "tests/presence_api/live/conformance/test_messages.py": "a law that all sockets keep",
    "tests/presence_api/live/conformance/test_slow_peers.py": "a law that all sockets keep",
    "tests/presence_api/live/conformance/test_wire.py": "a law that all sockets keep",
    "tests/presence_api/test_http_api.py": "what browsers rely on, whatever stands behind it",
    "tests/presence_api/test_conformance.py": "a law that all routes and their document keep",
    "tests/presence_api/test_problem_reach.py": "a law that all types of problem keep",
    "tests/presence_api/reporting/answering/test_answer_laws.py": "a law that all parts keep",
    "tests/presence_api/reporting/guarding/test_serving_law.py": "a law of what may be shown",
    "tests/presence_api/web/test_client.py": "the client for browsers, which is no Python",
    "tests/metamodel/test_mutants.py": "a law that lint and generation keep together",
}
"""Test files that belong to more than one module, and which law they hold."""


def test_of(module: Path) -> Path:
    """Where the tests of a module are."""
    return Path("tests") / module.parent / f"test_{module.stem.lstrip('_')}.py"


test_of.__test__ = False  # type: ignore[attr-defined]  # its name begins like a test's


def untested_modules(root: Path) -> list[str]:
    """Modules whose test file is missing."""
    return [
        f"{module.as_posix()} has no {test_of(module).as_posix()}"
        for module in _modules(root)
        if not (root / test_of(module)).is_file()
    ]


def orphaned_tests(root: Path) -> list[str]:
    """Test files whose module is missing."""
    wanted = {test_of(module) for module in python_files(root) if module.stem != "__init__"}
    folders = tuple(f"tests/{package}" for package in PACKAGES)
    return [
        f"{test.as_posix()} tests no module"
        for test in python_files(root, folders)
        if test.name.startswith("test_") and test not in wanted and test.as_posix() not in LAWS
    ]


def ambiguous_modules(root: Path) -> list[str]:
    """Modules that would share a test file: `x.py` beside `_x.py`."""
    first: dict[Path, Path] = {}
    return [
        f"{module.as_posix()} and {first[test_of(module)].as_posix()} share a test file"
        for module in _modules(root)
        if first.setdefault(test_of(module), module) != module
    ]


def stale_exemptions(root: Path) -> list[str]:
    """Exemptions of files that are gone."""
    return [
        f"{path} is exempt and does not exist"
        for path in (*EXEMPT, *LAWS)
        if not (root / path).exists()
    ]


def _modules(root: Path) -> Iterator[Path]:
    for module in python_files(root):
        exempt = module.as_posix() in EXEMPT or module.parent.as_posix() in EXEMPT_FOLDERS
        if module.stem != "__init__" and not exempt:
            yield module
