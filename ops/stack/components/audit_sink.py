"""Keeps the audit trail: a member of the group that reads the platform's audit events."""

import sys
from collections.abc import Mapping
from typing import ClassVar

from ops.stack.component import Component, Stack
from ops.stack.ports import says_ok
from ops.stack.principals import ORCHESTRATION
from ops.stack.processes import Process
from ops.stack.secured_kafka import client_environment


class AuditSink(Component):
    """`rampart streaming consume audit`; ready when the group has let it in."""

    name = "audit_sink"
    needs = ("kafka", "migrations", "schema_registry")
    ports: ClassVar[Mapping[str, int]] = {"audit_sink": 29109}

    def start(self, stack: Stack) -> Process:
        port = str(stack.ports[self.name])
        argv = [sys.executable, "-m", "ops.cli.main", "streaming", "consume", "audit"]
        environment = client_environment(stack, ORCHESTRATION)
        return stack.spawn(self.name, [*argv, "--port", port], environment=environment)

    def ready(self, stack: Stack) -> bool:
        return says_ok(stack.ports[self.name], "/health/ready")

    def url(self, stack: Stack) -> str:
        return f"http://127.0.0.1:{stack.ports[self.name]}/metrics"
