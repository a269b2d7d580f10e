"""`rampart streaming consume`."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

import httpx
import pytest

from ops.cli.main import run
from ops.stack.environment import child_environment
from ops.stack.ports import reserve_ports
from orchestration.flows.consumer_parts import ConsumerHealth
from orchestration.settings import Settings
from tests.eventually import PATIENCE_S

Output = pytest.CaptureFixture[str]


class Follower:
    """Works until it is told to end, and looks at its own endpoint once."""

    def __init__(self, health: ConsumerHealth, pause: Callable[[float], bool], port: int) -> None:
        self._health, self._pause, self._port = health, pause, port
        self.answers: list[int] = []

    def run(self) -> None:
        self.answers.append(self._look())
        self._health.unready = None
        self.answers.append(self._look())
        threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGTERM)).start()
        while not self._pause(0.05):
            pass

    def _look(self) -> int:
        return httpx.get(f"http://127.0.0.1:{self._port}/health/ready", timeout=10).status_code


def test_it_serves_its_health_and_ends_when_it_is_told_to(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    (port,) = reserve_ports({"audit": 0}).values()
    followers: list[Follower] = []

    def composed(_: Settings, health: ConsumerHealth, pause: Callable[[float], bool]) -> Follower:
        followers.append(Follower(health, pause, port))
        return followers[-1]

    monkeypatch.setattr("ops.cli._consuming.settings_for", lambda _: Settings())
    monkeypatch.setattr("orchestration.composition.audit_sink", composed)
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        assert run(["streaming", "consume", "audit", "--port", str(port)]) == 0
    finally:
        for number, handler in zip((signal.SIGTERM, signal.SIGINT), before, strict=True):
            signal.signal(number, handler)
    assert followers[0].answers == [503, 200]
    assert f"127.0.0.1:{port}/health/ready" in capsys.readouterr().out


STUCK = """
import time
from ops.cli import _consuming
from orchestration.settings import Settings

class Stuck:
    def run(self):
        while True:
            time.sleep(60)

_consuming.GRACE_S = 1
_consuming._consume("g", lambda *_: Stuck(), Settings(), 0)
"""


def test_one_that_hangs_when_it_is_told_to_end_is_gone_after_its_grace() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STUCK], stdout=subprocess.PIPE, env=child_environment({})
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()  # it serves: from now on it is told, not killed
        child.terminate()
        assert child.wait(timeout=PATIENCE_S) == -signal.SIGALRM


def test_it_explains_itself_with_an_example(capsys: Output) -> None:
    assert run(["streaming", "consume", "audit", "--help"]) == 0
    assert "\n  rampart streaming consume audit" in capsys.readouterr().out
