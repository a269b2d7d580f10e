"""Asks the server of run workers for one: a process that has imported everything already.

One line of JSON each way over a Unix socket that only its owner can open. `{"arguments": ...}` is
answered by `{"pid": ..., "started": ...}`.
"""

import contextlib
import json
import socket
import subprocess
import sys
from pathlib import Path

from metamodel.kernel.errors import RampartError
from orchestration.defs.run_workers.processes import LocalProcess

LONGEST_LINE_BYTES = 1 << 20


class NoWarmWorker(RampartError):
    """The server of run workers gave none."""

    code = "RUN-001"
    retryable = True
    hint = "Look at the log of `dagster_workers`; meanwhile runs start in processes of their own."


def warm_worker(address: Path, arguments: str, *, timeout_s: float) -> LocalProcess:
    """A process that runs what Dagster's `api execute_run` takes. Raises NoWarmWorker."""
    try:
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as server:
            server.settimeout(timeout_s)
            server.connect(str(address))
            server.sendall(json.dumps({"arguments": arguments}).encode() + b"\n")
            answer = json.loads(read_line(server))
            return LocalProcess(answer["pid"], answer["started"])
    except (OSError, ValueError, KeyError) as error:
        raise NoWarmWorker(str(address), str(error) or type(error).__name__) from error


def cold_worker(arguments: str) -> LocalProcess:
    """A process of its own, with everything yet to import."""
    child = subprocess.Popen(dagster_command(arguments), stdin=subprocess.DEVNULL)
    return LocalProcess.of(child.pid)


def dagster_command(arguments: str) -> list[str]:
    """Dagster's own command for a run, in this interpreter."""
    return [sys.executable, "-m", "dagster", "api", "execute_run", arguments]


def read_line(connection: socket.socket) -> bytes:
    """What comes before the end of a line. Raises ValueError if that does not come."""
    line = b""
    while not line.endswith(b"\n"):
        part = connection.recv(65536)
        line += part
        if not part or len(line) > LONGEST_LINE_BYTES:
            raise ValueError(f"{len(line)} bytes and no end of a line")
    return line
