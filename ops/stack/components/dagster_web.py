"""Dagster's web pages and GraphQL."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from ops.stack import dagster_home
from ops.stack.component import Component, Stack
from ops.stack.places import script
from ops.stack.ports import says_ok
from ops.stack.principals import ORCHESTRATION
from ops.stack.processes import Process
from ops.stack.secured_kafka import client_environment


class DagsterWeb(Component):
    """`dagster-webserver` on the stack's workspace."""

    name = "dagster_web"
    needs = ("dagster_code",)
    ports: ClassVar[Mapping[str, int]] = {"dagster_web": 23000}

    def start(self, stack: Stack) -> Process:
        port = str(stack.ports["dagster_web"])
        where = ("-h", "127.0.0.1", "-p", port)
        workspace = dagster_home.workspace(stack)
        argv: list[str | Path] = [script("dagster-webserver"), *where, "-w", workspace]
        return stack.spawn(self.name, argv, environment=client_environment(stack, ORCHESTRATION))

    def ready(self, stack: Stack) -> bool:
        return says_ok(stack.ports["dagster_web"], "/server_info")

    def environment(self, stack: Stack) -> Mapping[str, str]:
        return {"RAMPART_DAGSTER_URL": self.url(stack)}

    def url(self, stack: Stack) -> str:
        return f"http://127.0.0.1:{stack.ports['dagster_web']}"
