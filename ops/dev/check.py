"""`make check`: everything about the code that needs no test run: `python -m ops.dev.check`.

Each step is shown with its seconds, a failed one with what it printed. Exit code 1 if any failed.
"""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from ops.stack.environment import child_environment
from ops.stack.places import REPOSITORY

PROGRAMS = Path(sys.executable).parent
STEPS: Mapping[str, tuple[str, ...]] = {
    "format": (str(PROGRAMS / "ruff"), "format", "--check"),
    "lint": (str(PROGRAMS / "ruff"), "check"),
    "types": (str(PROGRAMS / "mypy"),),
    "layers": (str(PROGRAMS / "lint-imports"),),
    "naming": (sys.executable, "-m", "ops.cli.main", "naming", "lint"),
    "reference": (sys.executable, "-m", "ops.dev.generate", "--check"),
    "deployments": (sys.executable, "-m", "ops.dev.deployments"),
    "architecture": (sys.executable, "-m", "pytest", "-n", "2", "tests/architecture"),
}


def run_step(name: str, command: Sequence[str]) -> bool:
    """Run one step and say what came of it; did it pass?"""
    began = time.monotonic()
    result = subprocess.run(
        command,
        cwd=REPOSITORY,
        env=child_environment({}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    word = "FAILED" if result.returncode else "ok"
    print(f"{name:<13} {word:<6} ({time.monotonic() - began:.1f} s)", flush=True)
    if result.returncode:
        print(result.stdout.rstrip(), flush=True)
    return result.returncode == 0


def main(steps: Mapping[str, Sequence[str]] = STEPS) -> int:
    """Run every step, also after a failed one; the exit code."""
    passed = [run_step(name, command) for name, command in steps.items()]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
