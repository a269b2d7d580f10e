"""The server of run workers: what its children are told, and when it imports anew."""

import importlib.util
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.defs.run_workers.asking import warm_worker
from orchestration.defs.run_workers.serve import listening, newest_change
from tests.eventually import eventually

# A server for whom the files change between the first request and the second.
CHANGING = """
import sys
from pathlib import Path
from orchestration.defs.run_workers.serve import WorkerServer, listening
folder = Path(sys.argv[1])
with listening(folder / "w.sock") as server:
    asked = WorkerServer(server, lambda: (folder / "version").stat().st_size).serve()
if asked:
    (folder / asked.arguments).write_text(str(asked.changed))
    input()
"""


def test_a_child_is_told_whether_a_file_has_changed(tmp_path: Path) -> None:
    (tmp_path / "version").write_text("")
    argv = [sys.executable, "-c", CHANGING, str(tmp_path)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE) as server:
        eventually((tmp_path / "w.sock").exists, bool, "a server")
        warm_worker(tmp_path / "w.sock", "first", timeout_s=10)
        assert told(tmp_path / "first") == "False"
        (tmp_path / "version").write_text("another")
        warm_worker(tmp_path / "w.sock", "second", timeout_s=10)
        assert told(tmp_path / "second") == "True"
        server.terminate()
        server.communicate()


def test_only_its_owner_can_open_the_socket(tmp_path: Path) -> None:
    (tmp_path / "w.sock").write_text("left by another")
    before = os.umask(0)
    try:
        with listening(tmp_path / "w.sock"):
            assert (tmp_path / "w.sock").stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)


def test_a_change_of_an_imported_file_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "imported.py"
    path.write_text("")
    spec = importlib.util.spec_from_file_location("imported", path)
    assert spec is not None
    monkeypatch.setitem(sys.modules, "imported", importlib.util.module_from_spec(spec))
    before = newest_change(tmp_path)
    assert before == path.stat().st_mtime_ns
    os.utime(path, ns=(before, before + 1))
    assert newest_change(tmp_path) == before + 1
    path.unlink()
    assert newest_change(tmp_path) == -1


def test_nonsense_is_not_answered_and_harms_nobody(tmp_path: Path) -> None:
    (tmp_path / "version").write_text("")
    argv = [sys.executable, "-c", CHANGING, str(tmp_path)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE) as server:
        eventually((tmp_path / "w.sock").exists, bool, "a server")
        for nonsense in (b"nonsense\n", b"{}\n", b""):
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(tmp_path / "w.sock"))
                client.sendall(nonsense)
                client.shutdown(socket.SHUT_WR)
                assert client.recv(10) == b""
        warm_worker(tmp_path / "w.sock", "first", timeout_s=10)
        assert told(tmp_path / "first") == "False"
        server.terminate()
        server.communicate()


def told(file: Path) -> str:
    """What a child has written, once it has: a file is there before its words are."""
    return eventually(lambda: file.read_text() if file.exists() else "", bool, "a child")
