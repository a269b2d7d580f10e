"""The platform's own figures, for Prometheus to read."""

import importlib.util
import sys
from collections.abc import Mapping
from typing import ClassVar

from ops.stack.component import Component, Stack
from ops.stack.ports import is_open
from ops.stack.principals import EXPORTER
from ops.stack.processes import Process
from ops.stack.secured_kafka import client_environment


class Metrics(Component):
    """`rampart metrics serve`."""

    name = "metrics"
    needs = ("kafka", "migrations")
    ports: ClassVar[Mapping[str, int]] = {"metrics": 29108}

    def start(self, stack: Stack) -> Process:
        port = str(stack.ports["metrics"])
        argv = [sys.executable, "-m", "ops.cli.main", "metrics", "serve", "--port", port]
        return stack.spawn(self.name, argv, environment=client_environment(stack, EXPORTER))

    def ready(self, stack: Stack) -> bool:
        return is_open(stack.ports["metrics"])

    def environment(self, stack: Stack) -> Mapping[str, str]:
        return {"RAMPART_METRICS_URL": self.url(stack)}

    def url(self, stack: Stack) -> str:
        return f"http://127.0.0.1:{stack.ports['metrics']}/metrics"

    @classmethod
    def available(cls) -> bool:
        return importlib.util.find_spec("ops.cli.metrics") is not None
