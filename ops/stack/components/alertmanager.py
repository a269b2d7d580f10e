"""Where Prometheus sends its alerts."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Final

from ops.stack.component import Component, Stack
from ops.stack.places import REPOSITORY
from ops.stack.ports import says_ok
from ops.stack.processes import Process
from ops.stack.shape import LOCAL

PROGRAM: Final = "prometheus-alertmanager"  # as Debian calls it
CONFIGURATION: Final = REPOSITORY / "ops" / "monitoring" / "alertmanager.yml"


class Alertmanager(Component):
    """Alertmanager of the system's packages, alone: without peers."""

    name = "alertmanager"
    profiles = (LOCAL,)
    ports: ClassVar[Mapping[str, int]] = {"alertmanager": 29094}

    def start(self, stack: Stack) -> Process:
        argv: list[str | Path] = [
            PROGRAM,
            f"--config.file={CONFIGURATION}",
            f"--storage.path={stack.data(self.name)}",
            f"--web.listen-address=127.0.0.1:{stack.ports[self.name]}",
            "--cluster.listen-address=",
            "--log.level=warn",
        ]
        return stack.spawn(self.name, argv)

    def ready(self, stack: Stack) -> bool:
        return says_ok(stack.ports[self.name], "/-/ready")

    def url(self, stack: Stack) -> str:
        return f"http://127.0.0.1:{stack.ports[self.name]}"

    @classmethod
    def available(cls) -> bool:
        return shutil.which(PROGRAM) is not None
