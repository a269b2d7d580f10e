"""The relay in a stack."""

import pytest

from ops.stack.component import Stack
from ops.stack.components.presence_worker import PresenceWorker
from ops.stack.processes import Process
from tests.ops.stack.components import stack_of


def test_it_serves_as_worker_on_the_port_that_people_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[list[str]] = []

    def spawn(stack: Stack, name: str, argv: list[str], environment: object) -> Process:
        del stack, name
        started.append(argv)
        assert environment == {}  # the plain broker asks nobody who they are
        return Process(1, "x")

    monkeypatch.setattr(Stack, "spawn", spawn)
    stack, worker = stack_of(PresenceWorker()), PresenceWorker()
    worker.start(stack)
    port = stack.ports["presence_worker"]
    assert started[0][-4:] == ["--role", "worker", "--port", str(port)]
    assert worker.url(stack) == f"http://127.0.0.1:{port}/health/ready"
    assert not worker.ready(stack)
    assert worker.available()
