"""The code location, in a server of its own: it can be reloaded without the others."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import grpc  # type: ignore[import-untyped]

from ops.stack.component import Component, Stack
from ops.stack.places import script
from ops.stack.ports import is_open
from ops.stack.processes import Process
from ops.stack.secured_kafka import code_location_environment

# What is asked of the server is handed to a process inside it, which may be dead while the server's
# own health service still says SERVING. Protobuf by hand: a request whose first field is "up", and
# an answer that begins with the same.
PING = "/api.DagsterApi/Ping"
UP = b"\x0a\x02up"


class DagsterCode(Component):
    """`dagster code-server start` for the platform's definitions."""

    name = "dagster_code"
    needs = ("dagster_init", "schema_registry")  # it looks its schema ids up while it loads
    ports: ClassVar[Mapping[str, int]] = {"dagster_code": 24266}

    def start(self, stack: Stack) -> Process:
        port = str(stack.ports["dagster_code"])
        where = ("-h", "127.0.0.1", "-p", port)
        what = ("-m", stack.code_module, "-d", ".")
        argv: list[str | Path] = [script("dagster"), "code-server", "start", *where, *what]
        return stack.spawn(self.name, argv, environment=code_location_environment(stack))

    def ready(self, stack: Stack) -> bool:
        port = stack.ports["dagster_code"]
        if not is_open(port):
            return False
        with grpc.insecure_channel(f"127.0.0.1:{port}", [("grpc.enable_http_proxy", 0)]) as channel:
            try:
                answer: bytes = channel.unary_unary(PING)(UP, timeout=2)
                return answer.startswith(UP)
            except grpc.RpcError:
                return False
