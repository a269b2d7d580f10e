"""Keeps the figures of brokers and platform, and judges them by the rules."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import ClassVar, Final

from ops.stack import secured_kafka
from ops.stack.component import Component, Stack
from ops.stack.places import REPOSITORY
from ops.stack.ports import says_ok
from ops.stack.processes import Process
from ops.stack.shape import LOCAL

PROGRAM: Final = "prometheus"
MONITORING: Final = REPOSITORY / "ops" / "monitoring"
KEPT_FOR: Final = "1d"


class Prometheus(Component):
    """Prometheus of the system's packages; it scrapes whatever of its targets the stack has."""

    name = "prometheus"
    profiles = (LOCAL,)
    needs = ("alertmanager", "kafka_1", "kafka_2", "kafka_3", "metrics")
    ports: ClassVar[Mapping[str, int]] = {"prometheus": 29090}

    def start(self, stack: Stack) -> Process:
        data = stack.data(self.name)
        argv: list[str | Path] = [
            PROGRAM,
            f"--config.file={write_configuration(stack, data)}",
            f"--storage.tsdb.path={data / 'series'}",
            f"--storage.tsdb.retention.time={KEPT_FOR}",
            f"--web.listen-address=127.0.0.1:{stack.ports[self.name]}",
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
    """What to scrape in this stack, from the template, into `folder`."""

    def addresses(*names: str) -> str:
        ports = [stack.ports[name] for name in names if name in stack.ports]
        return ", ".join(f'"127.0.0.1:{port}"' for port in ports)

    file = folder / "prometheus.yml"
    text = Template((MONITORING / "prometheus.yml").read_text()).substitute(
        rules=f'"{MONITORING / "rules" / "*.yml"}"',
        alertmanager=addresses("alertmanager"),
        kafka=addresses(*(f"kafka_{node}_jmx" for node in secured_kafka.nodes(stack))),
        rampart=addresses("metrics"),
        consumers=addresses("audit_sink"),
        presence=addresses("presence", "presence_worker"),
        prometheus=addresses("prometheus"),
    )
    file.write_text(text)
    return file
