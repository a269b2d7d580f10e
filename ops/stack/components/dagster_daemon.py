"""Dagster's daemons: sensors, the run queue, run monitoring."""

from pathlib import Path

from ops.stack import dagster_home
from ops.stack.component import Component, Stack
from ops.stack.places import script
from ops.stack.processes import Process
from ops.stack.secured_kafka import code_location_environment

# Its own word that storage and workspace are open and the daemon threads are about to run.
READY = b"Instance is configured with the following daemons"


class DagsterDaemon(Component):
    """`dagster-daemon run`; ready when it names the daemons it runs."""

    name = "dagster_daemon"
    needs = ("dagster_code", "kafka", "migrations")
    grace_s = 20  # it waits for the sensor evaluation that is under way

    def __init__(self) -> None:
        self._log_before = 0

    def start(self, stack: Stack) -> Process:
        log = stack.log(self.name)
        self._log_before = log.stat().st_size if log.exists() else 0
        argv: list[str | Path] = [
            script("dagster-daemon"),
            "run",
            "-w",
            dagster_home.workspace(stack),
        ]
        return stack.spawn(self.name, argv, environment=code_location_environment(stack))

    def ready(self, stack: Stack) -> bool:
        with stack.log(self.name).open("rb") as log:
            log.seek(self._log_before)
            return READY in log.read()
