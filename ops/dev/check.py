"""`make check`: everything about the code that needs no test run: `python -m ops.dev.check`.

Each step is shown with its seconds, a failed one with what it printed. Exit code 1 if any failed.
"""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ops.stack.environment import child_environment
from ops.stack.places import REPOSITORY

TOGETHER = 2
PROGRAMS = Path(sys.executable).parent
STEPS: Mapping[str, tuple[str, ...]] = {
    "types": (str(PROGRAMS / "mypy"),),  # the longest
    "format": (str(PROGRAMS / "ruff"), "format", "--check"),
    "lint": (str(PROGRAMS / "ruff"), "check"),
    "layers": (str(PROGRAMS / "lint-imports"),),
    "naming": (sys.executable, "-m", "ops.cli.main", "naming", "lint"),
    "reference": (sys.executable, "-m", "ops.dev.generate", "--check"),
    "deployments": (sys.executable, "-m", "ops.dev.deployments"),
    "architecture": (sys.executable, "-m", "pytest", "-n", "2", "tests/architecture"),
}


def run_step(step: tuple[str, Sequence[str]]) -> bool:
    """Run one step and say what came of it; did it pass?"""
    name, command = step
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
    said = f"{name:<13} {word:<6} ({time.monotonic() - began:.1f} s)\n"
    if result.returncode:
        said += f"{result.stdout.rstrip()}\n"
    print(said, end="", flush=True)  # at once: another step may end meanwhile
    return result.returncode == 0


def main(steps: Mapping[str, Sequence[str]] = STEPS) -> int:
    """Run every step, also after a failed one, two at a time; the exit code."""
    with ThreadPoolExecutor(TOGETHER) as pool:
        passed = list(pool.map(run_step, steps.items()))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
