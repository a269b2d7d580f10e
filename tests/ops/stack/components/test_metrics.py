"""The platform's own figures."""

import pytest

from ops.stack.component import Stack
from ops.stack.components.metrics import Metrics
from ops.stack.processes import Process
from tests.ops.stack.components import stack_of


def test_it_serves_on_the_port_that_people_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def spawn(stack: Stack, name: str, argv: list[str], environment: object) -> Process:
        del stack, name, environment
        started.append(argv)
        return Process(1, "x")

    monkeypatch.setattr(Stack, "spawn", spawn)
    stack, metrics = stack_of(Metrics()), Metrics()
    metrics.start(stack)
    port = stack.ports["metrics"]
    assert started[0][-2:] == ["--port", str(port)]
    assert metrics.url(stack) == f"http://127.0.0.1:{port}/metrics"
    assert metrics.environment(stack) == {"RAMPART_METRICS_URL": metrics.url(stack)}
    assert not metrics.ready(stack)
