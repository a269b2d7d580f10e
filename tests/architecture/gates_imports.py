"""What importing a module must not do: read the environment, open anything, load too much."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.architecture.tree import dotted, python_files

NOT_IMPORTABLE = {
    "ops.migrations.env": "Alembic runs it with its own globals",
}
_REVISIONS = "ops.migrations.versions."
TIMEOUT_S = 100


def importable_modules(root: Path) -> list[str]:
    """Every module that anybody may import."""
    names = map(dotted, python_files(root))
    return [
        name for name in names if name not in NOT_IMPORTABLE and not name.startswith(_REVISIONS)
    ]


def import_faults(root: Path, modules: Sequence[str]) -> list[str]:
    """What these modules do on import, in a fresh process with an empty environment."""
    watcher = Path(__file__).with_name("watched_imports.py")
    return _answer(root, [str(watcher), str(root), *modules])


def loaded_with(root: Path, module: str, unwanted: Sequence[str]) -> list[str]:
    """Which of the unwanted modules are loaded once `module` is."""
    code = (
        "import importlib, json, sys; sys.path.insert(0, sys.argv[1]);"
        "importlib.import_module(sys.argv[2]);"
        "print(json.dumps([name for name in sys.argv[3:] if name in sys.modules]))"
    )
    loaded = _answer(root, ["-c", code, str(root), module, *unwanted])
    return [f"{module} loads {name}" for name in loaded]


def _answer(root: Path, arguments: Sequence[str]) -> list[str]:
    result = subprocess.run(
        [sys.executable, "-B", *arguments],
        cwd=root,
        env={},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    if result.returncode != 0:
        return [f"import failed: {result.stderr.strip()[-2000:]}"]
    found: list[str] = json.loads(result.stdout.splitlines()[-1])
    return found
