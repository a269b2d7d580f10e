"""Processes by pid and start time."""

import os
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ops.stack import processes
from ops.stack.environment import child_environment
from ops.stack.processes import TOKEN, Process, end, leftovers, spawn, wait_gone
from orchestration.defs.run_workers.processes import start_time


def sleeping(folder: Path, script: str, extra: Mapping[str, str] | None = None) -> Process:
    environment = child_environment({TOKEN: str(folder), **(extra or {})})
    return spawn(["sh", "-c", script], log=folder / "log", environment=environment, cwd=folder)


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    started = sleeping(tmp_path, "echo up; exec sleep 600")
    while Path(f"/proc/{started.pid}/comm").read_text() != "sleep\n":
        os.sched_yield()  # while it becomes another program it has no environment to be read
    yield started
    end(started, token=str(tmp_path), number=signal.SIGKILL)


def test_a_process_is_alive_until_it_is_ended(process: Process, tmp_path: Path) -> None:
    assert process.alive
    assert end(process, token=str(tmp_path))
    assert not process.alive


def test_a_pid_with_another_start_time_is_somebody_else(process: Process) -> None:
    assert not Process(os.getpid(), "before").alive
    Process(os.getpid(), "before").signal(signal.SIGKILL)  # or this test would not go on
    assert start_time(process.pid) == process.started


def test_a_process_leads_a_session_of_its_own(process: Process) -> None:
    assert os.getsid(process.pid) == process.pid


def test_output_is_added_to_the_log(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("before\n")
    assert wait_gone(sleeping(tmp_path, "echo after"), 10)
    assert (tmp_path / "log").read_text() == "before\nafter\n"


def test_what_ignores_the_signal_is_killed_after_its_grace(tmp_path: Path) -> None:
    stubborn = sleeping(tmp_path, "trap '' TERM; echo ready; while :; do read x < /dev/zero; done")
    while "ready" not in (tmp_path / "log").read_text():
        os.sched_yield()
    assert not end(stubborn, token=str(tmp_path), grace_s=0.05)
    assert not stubborn.alive


def test_what_a_process_leaves_in_its_session_ends_with_it(tmp_path: Path) -> None:
    parent = sleeping(tmp_path, "sleep 600 & echo ready; wait")
    while "ready" not in (tmp_path / "log").read_text():
        os.sched_yield()
    assert len(leftovers(str(tmp_path), parent.pid)) == 2
    parent.signal(signal.SIGKILL)
    end(parent, token=str(tmp_path))
    assert wait_for_nobody(str(tmp_path))


def test_only_processes_with_the_token_are_leftovers(process: Process, tmp_path: Path) -> None:
    assert leftovers("another token") == []
    assert [found.pid for found in leftovers(str(tmp_path))] == [process.pid]


def test_a_child_has_sigint_at_its_default_although_we_ignore_it(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        child = sleeping(tmp_path, "grep SigIgn /proc/self/status")
        assert wait_gone(child, 10)
    finally:
        signal.signal(signal.SIGINT, before)
    ignored = int((tmp_path / "log").read_text().split()[1], 16)
    assert not ignored & 1 << (signal.SIGINT - 1)


def test_the_exit_code_is_known_of_our_own_children_only(tmp_path: Path) -> None:
    child = sleeping(tmp_path, "exit 7")
    assert wait_gone(child, 10)
    assert processes.exit_code(child) == 7
    assert processes.exit_code(Process(1, "x")) is None


def wait_for_nobody(token: str) -> bool:
    return all(wait_gone(process, 5) for process in leftovers(token))
