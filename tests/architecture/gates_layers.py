"""Who may import whom, judged by import-linter with the contracts of `pyproject.toml`."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.tree import PACKAGES

TIMEOUT_S = 60


def layer_faults(root: Path, configuration: Path) -> list[str]:
    """Contracts that the packages below `root` break, by name."""
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            *("--config", str(configuration), "--no-cache"),
        ],
        cwd=root,
        env={"COLUMNS": "400", "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    broken = [
        line.removesuffix(" BROKEN")
        for line in result.stdout.splitlines()
        if line.endswith(" BROKEN")
    ]
    if result.returncode and not broken:
        return [f"import-linter failed: {(result.stdout + result.stderr)[-1000:]}"]
    return broken


def contract_faults(configuration: str) -> list[str]:
    """Packages that no contract covers."""
    roots = tomllib.loads(configuration)["tool"]["importlinter"]["root_packages"]
    return [f"import-linter does not look at {name}" for name in PACKAGES if name not in roots]
