"""The server of run workers: imports the code location once, then forks a process a run.

Run as `python -m orchestration.defs.run_workers.serve ADDRESS MODULE`. It listens before it
imports, runs no thread, and holds nothing but code: settings and documents are read by each run.
When a file that it has imported was changed, that run imports anew, and so does the server.
SIGTERM interrupts the runs under way and waits for them.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final, NamedTuple

from orchestration.defs.run_workers.asking import dagster_command, read_line
from orchestration.defs.run_workers.processes import LocalProcess

SERVER: Final = "orchestration.defs.run_workers.serve"
REPOSITORY: Final = Path(__file__).resolve().parents[3]
PRELOADED: Final = ("dagster._cli.api",)
LOOK_S: Final = 0.5  # how long an ended child stays a zombie, and a signal unnoticed
ASKING_S: Final = 5.0  # for a client that connects and says nothing


class Asked(NamedTuple):
    """What a forked child is to do."""

    arguments: str  # as Dagster's `api execute_run` takes them
    changed: bool  # a file that was imported has changed since


def main() -> None:
    """Serve for ever; in a forked child, run what was asked for and end as Dagster's own would."""
    address, module = Path(sys.argv[1]), sys.argv[2]
    with listening(address) as server:
        for name in (*PRELOADED, module):
            importlib.import_module(name)
        gc.freeze()  # what all children share stays shared
        asked = WorkerServer(server, newest_change).serve()
    if asked is None:
        return
    if asked.changed:
        os.execv(sys.executable, dagster_command(asked.arguments))  # noqa: S606 - ourselves, anew
    from dagster._cli.api import execute_run_command  # noqa: PLC0415 - imported above, by name

    execute_run_command.main([asked.arguments], prog_name="dagster api execute_run")


class WorkerServer:
    """Forks a child for each request that comes over a listening socket.

    `version` tells one state of the imported files from another.
    """

    def __init__(self, server: socket.socket, version: Callable[[], int]) -> None:
        self._server, self._version = server, version
        self._imported = version()
        self._children: set[int] = set()
        self._ending = False

    def serve(self) -> Asked | None:
        """What to do, in a child; None in the server itself, once it was told to end."""
        signal.signal(signal.SIGTERM, self._interrupt)
        with selectors.DefaultSelector() as selector:
            selector.register(self._server, selectors.EVENT_READ)
            while not self._ending or self._children:
                self._reap()
                if not selector.select(LOOK_S) or self._ending:
                    continue
                asked = self._answer()
                if asked is not None:
                    return asked
                if self._version() != self._imported and not self._children:
                    os.execv(sys.executable, [sys.executable, "-m", SERVER, *sys.argv[1:]])  # noqa: S606
        return None

    def _answer(self) -> Asked | None:
        connection, _ = self._server.accept()
        with connection, contextlib.suppress(OSError, ValueError, KeyError):
            connection.settimeout(ASKING_S)
            arguments = json.loads(read_line(connection))["arguments"]
            changed = self._version() != self._imported
            child = os.fork()
            if child == 0:
                signal.signal(signal.SIGINT, signal.default_int_handler)
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                return Asked(arguments, changed)
            self._children.add(child)
            connection.sendall(json.dumps(asdict(LocalProcess.of(child))).encode() + b"\n")
        return None

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while ended := os.waitpid(-1, os.WNOHANG)[0]:
                self._children.discard(ended)

    def _interrupt(self, *_: object) -> None:
        self._ending = True
        for child in self._children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGINT)


@contextlib.contextmanager
def listening(address: Path) -> Iterator[socket.socket]:
    """A socket that only this user can open."""
    address.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as server:
        before = os.umask(0o177)
        try:
            server.bind(str(address))
        finally:
            os.umask(before)
        server.listen()
        yield server


def newest_change(root: Path = REPOSITORY) -> int:
    """When an imported file of this repository was last written, ns; -1 if one is gone."""
    newest = 0
    for module in list(sys.modules.values()):
        path = Path(getattr(module, "__file__", None) or "/")
        if path.is_relative_to(root) and "site-packages" not in path.parts:
            try:
                newest = max(newest, path.stat().st_mtime_ns)
            except OSError:
                return -1
    return newest


if __name__ == "__main__":
    main()
