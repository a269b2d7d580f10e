"""`make test`, and with the word `faults` `make test-faults`.

The former runs static checks, unit tests side by side, then everything that needs the stack; the
latter what kills, cuts off and floods what runs.

Exit code 0 only if all passed, at least 90 % of the lines ran, and what could not be proven here is
exactly what `tests/not_proven.txt` says (of the faults: nothing that it does not say).
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from ops.stack.environment import child_environment

PYTEST = (
    sys.executable,
    "-m",
    "pytest",
    "--cov",
    "--cov-append",
    "--cov-report=",
    "--cov-fail-under=0",
)
WORKERS = str(min(2, os.cpu_count() or 2))
SIDE_BY_SIDE = ("-n", WORKERS, "--durations", "15")
Step = tuple[str, tuple[str, ...]]
NOT_PROVEN = (sys.executable, "-m", "ops.dev.not_proven")
TEST: tuple[Step, ...] = (
    ("static checks", (sys.executable, "-m", "ops.dev.check")),
    ("forget old coverage", (sys.executable, "-m", "coverage", "erase")),
    ("forget old gaps", (*NOT_PROVEN, "--forget")),
    (
        "unit tests",
        (
            *(*PYTEST, *SIDE_BY_SIDE, "-m", "not integration and not faults"),
            "--ignore=tests/architecture",  # they are static checks
        ),
    ),
    ("integration tests", (*PYTEST, *SIDE_BY_SIDE, "-m", "integration")),
    ("coverage", (sys.executable, "-m", "coverage", "report", "--skip-covered")),
    ("what was not proven", NOT_PROVEN),
)
FAULTS: tuple[Step, ...] = (
    ("fault tests", (sys.executable, "-m", "pytest", "-m", "faults")),
    ("what was not proven", (*NOT_PROVEN, "--known")),
)
SUITES: Mapping[str, Sequence[Step]] = {"test": TEST, "faults": FAULTS}


def main(suite: str = "test") -> int:
    """Run every step, whatever the one before said; the number of steps that failed."""
    steps, failed = SUITES[suite], []
    for name, command in steps:
        print(f"\n== {name}", flush=True)
        began = time.monotonic()
        code = subprocess.run(command, env=child_environment({}), check=False).returncode
        print(f"== {name}: exit code {code}, {time.monotonic() - began:.0f} s", flush=True)
        if code:
            failed.append(name)
    print(f"\n{len(steps) - len(failed)} passed, {len(failed)} failed", flush=True)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
