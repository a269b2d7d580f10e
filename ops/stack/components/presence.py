"""The service for browsers, the part that speaks to them: rooms, entities, reports."""

import importlib.util
import sys
from collections.abc import Mapping
from typing import ClassVar

from ops.stack.component import Component, Stack
from ops.stack.places import WEB_PAGES
from ops.stack.ports import says_ok
from ops.stack.principals import PRESENCE
from ops.stack.processes import Process
from ops.stack.secured_kafka import client_environment

SECRETS: Mapping[str, str] = {
    "presence_jwt": "RAMPART_JWT_SECRET_FILE",
    "presence_key": "RAMPART_PRESENCE_KEY_FILE",
    "presence_admin": "RAMPART_PRESENCE_ADMIN_FILE",
}
"""What is generated once, and the setting that names its file."""


class Presence(Component):
    """`rampart presence serve` as `live` and `api`, so that pages find both where they are from.

    It takes tokens that `rampart presence token` signs.
    """

    name = "presence"
    needs = ("kafka", "migrations", "schema_registry", "valkey")
    ports: ClassVar[Mapping[str, int]] = {"presence": 28100}
    secrets = tuple(SECRETS)

    def start(self, stack: Stack) -> Process:
        for secret in SECRETS:
            file = stack.data(self.name) / secret
            file.touch(mode=0o600)
            file.write_text(stack.secrets[secret])
        argv = [sys.executable, "-m", "ops.cli.main", "presence", "serve"]
        argv += ["--role", "live", "--role", "api", "--port", str(stack.ports[self.name])]
        return stack.spawn(self.name, argv, environment=client_environment(stack, PRESENCE))

    def ready(self, stack: Stack) -> bool:
        return says_ok(stack.ports[self.name], "/health/ready")

    def environment(self, stack: Stack) -> Mapping[str, str]:
        folder = stack.folder / self.name
        files = {setting: str(folder / secret) for secret, setting in SECRETS.items()}
        pages = {"RAMPART_PRESENCE_PAGES": str(WEB_PAGES)}
        return {"RAMPART_PRESENCE_URL": self.url(stack), **files, **pages}

    def url(self, stack: Stack) -> str:
        return f"http://127.0.0.1:{stack.ports[self.name]}"

    @classmethod
    def available(cls) -> bool:
        return importlib.util.find_spec("litestar") is not None
