"""Processes by pid and start time."""

import os
import signal
import subprocess
import sys

from orchestration.defs.run_workers.processes import LocalProcess


def test_a_process_is_named_by_a_text_and_found_again() -> None:
    us = LocalProcess.of(os.getpid())
    assert LocalProcess.parse(str(us)) == us
    assert us.alive


def test_a_pid_with_another_start_time_is_somebody_else() -> None:
    before = LocalProcess(os.getpid(), "before")
    assert not before.alive
    assert not before.signal(signal.SIGKILL)  # or this test would not go on


def test_one_that_has_ended_is_gone_even_before_its_parent_knows() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    found = LocalProcess.of(child.pid)
    assert found.alive
    assert found.signal(signal.SIGKILL)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # a zombie from here on
    assert not found.alive
    child.communicate()
    assert LocalProcess.of(child.pid).started == "gone"
