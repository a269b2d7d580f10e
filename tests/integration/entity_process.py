"""Entities served by a process of their own, and tokens that it believes."""

import signal
import subprocess
import sys
from pathlib import Path

import httpx
import jwt

from metamodel.kernel.clock import SystemClock
from ops.stack.environment import child_environment
from ops.stack.places import REPOSITORY
from ops.stack.ports import reserve_ports
from presence_api.entities.outbox.worker import RelayWorker
from tests.eventually import eventually

SECRET = "s" * 32


def token(user: str, tenant: str = "acme", group: str = "analyst") -> dict[str, str]:
    ends_at = SystemClock().now().timestamp() + 86_400
    said = {"sub": user, "name": user.title(), "tenant": tenant, "groups": [group], "exp": ends_at}
    return {"authorization": f"Bearer {jwt.encode(said, SECRET)}"}


class Process:
    """A service in a process of its own."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        port = reserve_ports({"api": 0})["api"]
        words = ["uvicorn", "--factory", "presence_api.app:from_environment", "--port", str(port)]
        self._log = log.open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=REPOSITORY,
            env=child_environment(environment),
            stdout=self._log,
            stderr=self._log,
        )
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=40)
        self.client.headers.update(token("anna"))
        eventually(self._missing, {RelayWorker.name}.__ge__, "all but the relay is ready")

    def _missing(self) -> set[str]:
        """What does not do its work."""
        try:
            return {*self.client.get("/health/ready").json()["faults"]}
        except httpx.TransportError:
            return {"everything"}

    def end(self, number: int = signal.SIGTERM) -> None:
        """Its exit is waited for."""
        self.process.send_signal(number)
        self.process.wait(30)
        self.client.close()
        self._log.close()
