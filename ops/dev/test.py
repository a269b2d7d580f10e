"""`make test`: static checks, unit tests side by side, then everything that needs the stack.

Exit code 0 only if all passed, at least 90 % of the lines ran, and what could not be proven here is
exactly what `tests/not_proven.txt` says.
"""

import os
import subprocess
import sys
import time

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
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("static checks", (sys.executable, "-m", "ops.dev.check")),
    ("forget old coverage", (sys.executable, "-m", "coverage", "erase")),
    ("forget old gaps", (sys.executable, "-m", "ops.dev.not_proven", "--forget")),
    ("unit tests", (*PYTEST, "-n", str(min(4, os.cpu_count() or 2)), "-m", "not integration")),
    ("integration tests", (*PYTEST, "-m", "integration")),
    ("coverage", (sys.executable, "-m", "coverage", "report", "--skip-covered")),
    ("what was not proven", (sys.executable, "-m", "ops.dev.not_proven")),
)


def main() -> int:
    """Run every step, whatever the one before said; the number of steps that failed."""
    failed = []
    for name, command in STEPS:
        print(f"\n== {name}", flush=True)
        began = time.monotonic()
        code = subprocess.run(command, env=child_environment({}), check=False).returncode
        print(f"== {name}: exit code {code}, {time.monotonic() - began:.0f} s", flush=True)
        if code:
            failed.append(name)
    print(f"\n{len(STEPS) - len(failed)} passed, {len(failed)} failed", flush=True)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
