"""Commands of a page, run one after the other as a reader would."""

import shlex
import subprocess
import sys
from pathlib import Path

from ops.stack.environment import child_environment
from ops.stack.supervisor import Supervisor
from tests.architecture.gates_console import Shown, matches
from tests.architecture.gates_markdown import Example
from tests.architecture.tree import REPOSITORY

TIMEOUT_S = 120


def follow(shown: Shown, shell: list[str], step: Example, stack: Supervisor, folder: Path) -> None:
    """Run a command after all that set the shell up; it prints and ends as the page says."""
    setting = shown.command.startswith("eval ")
    lines = [*shell, shown.command]
    here = f'rampart() {{ {shlex.quote(sys.executable)} -m ops.cli.main "$@"; }}'
    ran = subprocess.run(
        ["bash", "-c", "\n".join([here, *lines])],
        cwd=folder,
        env=child_environment({"RAMPART_STACK": stack.name, "PYTHONPATH": str(REPOSITORY)}),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    if setting:
        shell.append(shown.command)
    printed = ran.stdout + ran.stderr
    assert ran.returncode == int(step.more[0] if step.more else 0), f"{shown.place}: {printed}"
    assert not shown.output.strip() or matches(shown.output, printed), f"{shown.place}: {printed}"
