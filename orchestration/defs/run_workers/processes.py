"""Processes by pid and start time: a pid alone may belong to somebody else by now."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Self

PROC = Path("/proc")
_PS_TIMEOUT_S = 10


@dataclass(frozen=True, slots=True)
class LocalProcess:
    """A process of this machine, named so that no other can be meant."""

    pid: int
    started: str  # the kernel's own word for its start time; equality is all that counts

    def __str__(self) -> str:
        return f"{self.pid}@{self.started}"

    @classmethod
    def of(cls, pid: int) -> Self:
        """The process that has this pid now; one that is gone already is never alive."""
        return cls(pid, start_time(pid) or "gone")

    @classmethod
    def parse(cls, text: str) -> Self:
        """The inverse of `str`. Raises ValueError."""
        pid, _, started = text.partition("@")
        return cls(int(pid), started)

    @property
    def alive(self) -> bool:
        """Does it run? A zombie does not."""
        return start_time(self.pid) == self.started

    def signal(self, number: int) -> bool:
        """Send a signal, to this process only; False if it is gone."""
        if not self.alive:
            return False
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            return False
        return True


def start_time(pid: int) -> str | None:
    """When a process started, in the kernel's words; None if it is gone or a zombie."""
    if PROC.is_dir():
        fields = stat_fields(pid)
        return fields[19] if fields and fields[0] not in "ZX" else None
    asked = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
        timeout=_PS_TIMEOUT_S,
    )
    state, _, started = asked.stdout.strip().partition(" ")
    return started.strip() if started and not state.startswith("Z") else None


def stat_fields(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the command's name: state, parent, group, session, ..."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
