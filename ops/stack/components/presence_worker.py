"""The service for browsers, the part that works in the background: the relay, bulk updates."""

import importlib.util
import sys
from collections.abc import Mapping
from typing import ClassVar

from ops.stack.component import Component, Stack
from ops.stack.ports import says_ok
from ops.stack.principals import PRESENCE
from ops.stack.processes import Process
from ops.stack.secured_kafka import client_environment


class PresenceWorker(Component):
    """`rampart presence serve --role worker`."""

    name = "presence_worker"
    needs = ("kafka", "migrations", "schema_registry", "valkey")
    ports: ClassVar[Mapping[str, int]] = {"presence_worker": 28000}

    def start(self, stack: Stack) -> Process:
        port = str(stack.ports[self.name])
        argv = [sys.executable, "-m", "ops.cli.main", "presence", "serve", "--role", "worker"]
        environment = client_environment(stack, PRESENCE)
        return stack.spawn(self.name, [*argv, "--port", port], environment=environment)

    def ready(self, stack: Stack) -> bool:
        return says_ok(stack.ports[self.name], "/health/ready")

    def url(self, stack: Stack) -> str:
        return f"http://127.0.0.1:{stack.ports[self.name]}/health/ready"

    @classmethod
    def available(cls) -> bool:
        return importlib.util.find_spec("litestar") is not None
