"""What is asked of the server of run workers, and what comes of an answer that does not."""

import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.defs.run_workers.asking import NoWarmWorker, cold_worker, warm_worker
from orchestration.defs.run_workers.processes import LocalProcess

ANSWER = json.dumps({"pid": 7, "started": "then"}).encode() + b"\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "workers.sock"))
        listening.listen()
        yield listening


def answering(server: socket.socket, answer: bytes) -> threading.Thread:
    def answer_once() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(answer)

    thread = threading.Thread(target=answer_once)
    thread.start()
    return thread


def test_a_worker_is_named_in_the_answer(server: socket.socket, tmp_path: Path) -> None:
    thread = answering(server, ANSWER)
    found = warm_worker(tmp_path / "workers.sock", "{}", timeout_s=10)
    thread.join()
    assert found == LocalProcess(7, "then")


@pytest.mark.parametrize("answer", [b"", b"no json\n", b'{"pid": 7}\n', b"half a li"])
def test_anything_else_is_no_worker(server: socket.socket, tmp_path: Path, answer: bytes) -> None:
    thread = answering(server, answer)
    with pytest.raises(NoWarmWorker):
        warm_worker(tmp_path / "workers.sock", "{}", timeout_s=10)
    thread.join()


def test_nobody_there_and_an_address_too_long_are_no_worker(tmp_path: Path) -> None:
    for address in (tmp_path / "nobody", tmp_path / ("long" * 40)):
        with pytest.raises(NoWarmWorker):
            warm_worker(address, "{}", timeout_s=10)


def test_a_server_that_says_nothing_is_not_waited_for(
    server: socket.socket, tmp_path: Path
) -> None:
    with pytest.raises(NoWarmWorker):
        warm_worker(tmp_path / "workers.sock", "{}", timeout_s=0.01)


def test_a_cold_worker_is_a_process_of_its_own() -> None:
    worker = cold_worker("no JSON at all")
    assert worker.pid != os.getpid()
    assert os.waitstatus_to_exitcode(os.waitpid(worker.pid, 0)[1]) == 1
    assert not worker.alive
