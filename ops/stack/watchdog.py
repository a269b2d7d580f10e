"""Outlives the owner of a foreground stack by a moment, and ends what it left behind.

Run as `python -m ops.stack.watchdog FOLDER FD`. FD is the reading end of a pipe whose other end
only the owner holds: the kernel closes it however the owner dies. The folder is removed at the end,
unless the owner has written `KEEP` into the pipe.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from ops.stack.environment import child_environment
from ops.stack.places import REPOSITORY
from ops.stack.state import load
from ops.stack.stopping import stop_everything
from ops.stack.unprivileged import forget

GRACE_S = 5
KEEP = b"k"


def start(folder: Path) -> tuple[int, "subprocess.Popen[bytes]"]:
    """Start a watchdog for the stack in `folder`; closing the returned descriptor releases it."""
    reading, writing = os.pipe()
    argv = [sys.executable, "-m", "ops.stack.watchdog", str(folder), str(reading)]
    with (folder / "logs" / "watchdog.log").open("ab") as log:
        child = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=REPOSITORY,
            env=child_environment({}),
            pass_fds=[reading],
            start_new_session=True,
        )
    os.close(reading)
    return writing, child


def watch(folder: Path, descriptor: int) -> None:
    """Wait until the owner is gone, then end its stack and tidy up."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    said = b""
    while more := os.read(descriptor, 1):
        said += more
    state = load(folder)
    if state is not None:
        stop_everything(folder, state, grace_s=GRACE_S)
    if KEEP not in said:
        forget(folder)


if __name__ == "__main__":
    watch(Path(sys.argv[1]), int(sys.argv[2]))
