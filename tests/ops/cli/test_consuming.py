"""`rampart streaming consume`."""

import os
import signal
import threading
from collections.abc import Callable

import httpx
import pytest

from ops.cli.main import run
from ops.stack.ports import reserve_ports
from orchestration.flows.consumer_parts import ConsumerHealth
from orchestration.settings import Settings

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


def test_it_explains_itself_with_an_example(capsys: Output) -> None:
    assert run(["streaming", "consume", "audit", "--help"]) == 0
    assert "\n  rampart streaming consume audit" in capsys.readouterr().out
