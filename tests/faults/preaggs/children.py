"""Child processes that are meant to be killed."""

import subprocess
import sys
from types import ModuleType

from ops.stack.environment import child_environment
from tests.faults.preaggs.ground import Ground

LIMIT_S = 100


def end_of(ground: Ground, module: ModuleType, *arguments: str) -> int:
    """Run a module in a process of its own, on the stack; its exit code, negative for a signal."""
    child = subprocess.run(
        [sys.executable, "-m", module.__name__, *arguments],
        env=child_environment(ground.stack.environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_S,
    )
    sys.stdout.write(child.stdout + child.stderr)  # shown only if the test fails
    return child.returncode
