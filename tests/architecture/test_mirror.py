"""Each module has its test file, each test file its module."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import gates_mirror as gates
from tests.architecture.tree import REPOSITORY, planted

GATES: list[Callable[[Path], list[str]]] = [
    gates.untested_modules,
    gates.orphaned_tests,
    gates.ambiguous_modules,
    gates.stale_exemptions,
]


@pytest.mark.parametrize("gate", GATES)
def test_the_tests_mirror_the_packages(gate: Callable[[Path], list[str]]) -> None:
    assert gate(REPOSITORY) == []


def test_a_private_module_is_tested_under_its_public_name() -> None:
    assert gates.test_of(Path("ops/cli/_refresh.py")) == Path("tests/ops/cli/test_refresh.py")


@pytest.mark.parametrize(
    ("gate", "files", "fault"),
    [
        (
            gates.untested_modules,
            {"metamodel/kernel/units.py": ""},
            "metamodel/kernel/units.py has no tests/metamodel/kernel/test_units.py",
        ),
        (
            gates.orphaned_tests,
            {"tests/ops/test_gone.py": "", "ops/here.py": "", "tests/ops/test_here.py": ""},
            "tests/ops/test_gone.py tests no module",
        ),
        (
            gates.ambiguous_modules,
            {"ops/_view.py": "", "ops/view.py": ""},
            "ops/view.py and ops/_view.py share a test file",
        ),
        (
            gates.stale_exemptions,
            dict.fromkeys(gates.LAWS, ""),
            "ops/migrations/env.py is exempt and does not exist",
        ),
    ],
)
def test_canary(
    tmp_path: Path, gate: Callable[[Path], list[str]], files: dict[str, str], fault: str
) -> None:
    assert gate(planted(tmp_path, files)) == [fault]


def test_packages_and_exempt_folders_need_no_test(tmp_path: Path) -> None:
    files = {"ops/__init__.py": "", "ops/bench/load.py": "", "ops/migrations/versions/1.py": ""}

    assert gates.untested_modules(planted(tmp_path, files)) == []
