"""Importing a module reads no environment, opens nothing, and loads no more than it needs."""

from pathlib import Path

import pytest

from tests.architecture.gates_imports import import_faults, importable_modules, loaded_with
from tests.architecture.tree import REPOSITORY, planted


def test_importing_any_module_touches_nothing() -> None:
    assert import_faults(REPOSITORY, importable_modules(REPOSITORY)) == []


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("orchestration.definitions", ["kubernetes"]),
        ("presence_api.app", ["pyarrow"]),
        ("ops.cli.main", ["dagster", "confluent_kafka", "psycopg", "pydantic"]),
    ],
)
def test_a_module_loads_no_more_than_it_needs(module: str, unwanted: list[str]) -> None:
    assert loaded_with(REPOSITORY, module, unwanted) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("import os\nos.environ.get('HOME')", "reads the environment (HOME)"),
        ("import os\n'HOME' in os.environ", "reads the environment (HOME)"),
        ("import os\ndict(os.environ.items())", "reads the environment (all of it)"),
        ("open('notes.txt', 'w').close()", "opens notes.txt for writing"),
        ("from pathlib import Path\nPath(__file__).read_text()", "bad.py"),
        ("import socket\nsocket.socket().bind(('127.0.0.1', 0))", "does socket.bind"),
        ("import subprocess\nsubprocess.run(['true'])", "does subprocess.Popen"),
        (
            "import pydantic_settings as p\nclass S(p.BaseSettings):\n    x: int = 1\nS()",
            "reads the environment (all of it)",
        ),
    ],
)
def test_canary(tmp_path: Path, source: str, fault: str) -> None:
    planted(tmp_path, {"ops/__init__.py": "", "ops/bad.py": source})

    (found,) = import_faults(tmp_path, ["ops.bad"])

    assert found.startswith("ops.bad ")
    assert found.endswith(fault)


def test_canary_of_a_module_that_cannot_be_imported(tmp_path: Path) -> None:
    planted(tmp_path, {"ops/__init__.py": "", "ops/bad.py": "1 / 0"})

    (found,) = import_faults(tmp_path, ["ops.bad"])

    assert found.endswith("ZeroDivisionError: division by zero")


def test_canary_of_loading_too_much(tmp_path: Path) -> None:
    planted(tmp_path, {"kubernetes.py": "", "heavy.py": "import kubernetes"})

    assert loaded_with(tmp_path, "heavy", ["kubernetes"]) == ["heavy loads kubernetes"]
