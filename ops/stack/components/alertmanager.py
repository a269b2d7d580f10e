"""Where Prometheus sends its alerts."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import ClassVar, Final

from ops.stack.component import Component, Stack
from ops.stack.places import REPOSITORY
from ops.stack.ports import says_ok
from ops.stack.processes import Process
from ops.stack.shape import LOCAL

PROGRAM: Final = "prometheus-alertmanager"  # as Debian calls it
TEMPLATE: Final = REPOSITORY / "ops" / "monitoring" / "alertmanager.yml"
WEBHOOK: Final = "RAMPART_ALERT_WEBHOOK_URL"
"""The setting of a stack that names where its alerts are posted; without it, nowhere."""


class Alertmanager(Component):
    """Alertmanager of the system's packages, alone: without peers."""

    name = "alertmanager"
    profiles = (LOCAL,)
    ports: ClassVar[Mapping[str, int]] = {"alertmanager": 29094}

    def start(self, stack: Stack) -> Process:
        data = stack.data(self.name)
        argv: list[str | Path] = [
            PROGRAM,
            f"--config.file={write_configuration(stack, data)}",
            f"--storage.path={data}",
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


def write_configuration(stack: Stack, folder: Path) -> Path:
    """Where this stack's alerts go, from the template, into `folder`."""
    file, url = folder / "alertmanager.yml", stack.environment.get(WEBHOOK, "")
    webhooks = json.dumps({"url": url, "send_resolved": True}) if url else ""
    file.write_text(Template(TEMPLATE.read_text()).substitute(webhooks=webhooks))
    return file
