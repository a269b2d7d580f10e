"""The processes of a stack: started, ended, and what is left of them."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from orchestration.defs.run_workers.processes import PROC, LocalProcess, start_time, stat_fields

TOKEN = "RAMPART_STACK_TOKEN"  # noqa: S105 - a variable's name
LOOK_EVERY_S = 0.02
_DYING_S = 10.0  # what was killed is gone as soon as it is its turn

# Processes that this very interpreter started: they stay zombies until it asks for their end.
_ours: dict[int, subprocess.Popen[bytes]] = {}


class Process(LocalProcess):
    """A process of a stack, perhaps a child of ours."""

    __slots__ = ()

    @property
    def alive(self) -> bool:
        child = _ours.get(self.pid)
        return super().alive if child is None else child.poll() is None


def spawn(
    argv: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str],
    cwd: Path,
    user: str | None = None,
    only_errors: bool = False,
) -> Process:
    """Start a program as leader of its own session, writing to `log`, or its errors only.

    Dagster ignores SIGTERM for ever if its parent ignored SIGINT, as shells make every `cmd &` do,
    so SIGINT is put back to its default where we inherited that.
    """
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    with log.open("ab") as out:
        child = subprocess.Popen(
            [str(part) for part in argv],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if only_errors else out,
            stderr=out,
            cwd=cwd,
            env=dict(environment),
            start_new_session=True,
            preexec_fn=_default_sigint if ignored else None,  # noqa: PLW1509 - one system call
            user=user,
            group=_group_of(user) if user else None,
            extra_groups=[] if user else None,
        )
    _ours[child.pid] = child
    return Process(child.pid, start_time(child.pid) or "gone")


def exit_code(process: Process) -> int | None:
    """How a child of ours ended; None while it runs or if it is not ours."""
    child = _ours.get(process.pid)
    return None if child is None else child.poll()


def end(process: Process, *, token: str, number: int = signal.SIGTERM, grace_s: float = 10) -> bool:
    """Ask a process to stop, wait, then kill it and all of its session that is left.

    True if it stopped by itself within `grace_s`.
    """
    process.signal(number)
    stopped = wait_gone(process, grace_s)
    process.signal(signal.SIGKILL)
    for member in leftovers(token, process.pid):
        member.signal(signal.SIGKILL)
    wait_gone(process, _DYING_S)
    _ours.pop(process.pid, None)
    return stopped


def wait_gone(process: Process, timeout_s: float) -> bool:
    """Wait until a process has ended; False if it has not within `timeout_s`."""
    deadline = time.monotonic() + timeout_s
    while process.alive:
        if time.monotonic() > deadline:
            return False
        time.sleep(LOOK_EVERY_S)
    return True


def leftovers(token: str, session: int | None = None) -> list[Process]:
    """Processes that carry a stack's token, of one session or of all."""
    if not PROC.is_dir():
        return []
    mark = f"{TOKEN}={token}".encode()
    found = []
    for entry in PROC.iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        fields = stat_fields(int(entry.name))
        if not fields or fields[0] in "ZX" or (session and int(fields[3]) != session):
            continue
        with contextlib.suppress(OSError):
            if mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append(Process(int(entry.name), fields[19]))
    return found


def _default_sigint() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _group_of(user: str) -> int:
    if sys.platform == "win32":
        raise OSError("no user groups")
    import pwd  # noqa: PLC0415 - not on every platform

    return pwd.getpwnam(user).pw_gid
