"""Where runs get their processes: one that has imported the code location, and forks."""

import sys
from pathlib import Path

from ops.stack import dagster_home
from ops.stack.component import Component, Stack
from ops.stack.processes import Process
from ops.stack.secured_kafka import code_location_environment

SERVER = "orchestration.defs.run_workers.serve"


class DagsterWorkers(Component):
    """The server of run workers; it listens at once and imports while nobody waits for it."""

    name = "dagster_workers"
    needs = ("dagster_code", "dagster_daemon", "dagster_web")  # their start is not held up

    def start(self, stack: Stack) -> Process:
        address = dagster_home.workers(stack)
        address.unlink(missing_ok=True)  # of a server that was killed
        argv: list[str | Path] = [sys.executable, "-m", SERVER, address, stack.code_module]
        return stack.spawn(self.name, argv, environment=code_location_environment(stack))

    def ready(self, stack: Stack) -> bool:
        return dagster_home.workers(stack).exists()

    def url(self, stack: Stack) -> str:
        return str(dagster_home.workers(stack))
