"""The environment, the machine's clock and empty names stay where they belong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import gates_source as gates
from tests.architecture.tree import REPOSITORY, planted

Gate = Callable[[Path], list[str]]


@pytest.mark.parametrize(
    "gate",
    [
        gates.environment_readers,
        gates.clock_readers,
        gates.sleeping_tests,
        gates.silent_skips,
        gates.empty_names,
    ],
)
def test_the_repository_keeps_to_it(gate: Gate) -> None:
    assert gate(REPOSITORY) == []


@pytest.mark.parametrize(
    ("gate", "path", "source", "fault"),
    [
        (gates.environment_readers, "ops/a.py", "import os\nos.environ['X']", "2 uses os.environ"),
        (gates.environment_readers, "ops/a.py", "from os import environ", "1 uses os.environ"),
        (gates.environment_readers, "ops/a.py", "import os\nos.getenv('X')", "2 uses os.getenv"),
        (gates.clock_readers, "metamodel/a.py", "datetime.now(UTC)", "1 uses datetime.now"),
        (
            gates.clock_readers,
            "metamodel/a.py",
            "datetime.date.today()",
            "1 uses datetime.date.today",
        ),
        (gates.clock_readers, "orchestration/flows/a.py", "time.sleep(1)", "1 uses time.sleep"),
        (gates.clock_readers, "ops/a.py", "from time import sleep", "1 uses time.sleep"),
        (gates.silent_skips, "tests/test_a.py", "pytest.skip('no')", "1 uses pytest.skip"),
        (
            gates.silent_skips,
            "tests/test_a.py",
            "@pytest.mark.xfail\ndef test(): ...",
            "1 uses pytest.mark.xfail",
        ),
        (gates.sleeping_tests, "tests/ops/test_a.py", "time.sleep(1)", "1 uses time.sleep"),
    ],
)
def test_canary(tmp_path: Path, gate: Gate, path: str, source: str, fault: str) -> None:
    planted(tmp_path, {path: source})

    assert gate(tmp_path) == [f"{path}:{fault}"]


@pytest.mark.parametrize(
    "path",
    [
        "ops/utils.py",
        "ops/_helpers.py",
        "ops/common/a.py",
        "tests/ops/manager.py",
        "ops/sql_base.py",
    ],
)
def test_canary_of_names(tmp_path: Path, path: str) -> None:
    assert gates.empty_names(planted(tmp_path, {path: ""})) != []


def test_reasoned_places_are_left_alone(tmp_path: Path) -> None:
    files = {
        "ops/stack/environment.py": "os.environ",
        "metamodel/kernel/clock.py": "time.sleep(1)",
        "orchestration/adapters/kafka.py": "time.sleep(1)",
        "metamodel/database.py": "",
    }
    planted(tmp_path, files)

    assert gates.environment_readers(tmp_path) == []
    assert gates.clock_readers(tmp_path) == []
    assert gates.empty_names(tmp_path) == []
