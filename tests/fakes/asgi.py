"""An ASGI app that answers as it is told, and a client that asks one without a server."""

import asyncio
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from presence_api.middleware.asgi import BODY, START, App, Receive, Scope, Send


@dataclass
class FakeApp:
    """Answers with these fields, or raises `error`: before its answer, or when it has `begun`."""

    fields: list[tuple[bytes, bytes]] = field(default_factory=list)
    status: int = 200
    error: Exception | None = None
    begun: bool = True
    asked: list[Scope] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        del receive
        self.asked.append(scope)
        self.seen()
        if self.error is None or self.begun:
            await send({"type": START, "status": self.status, "headers": list(self.fields)})
        if self.error is not None:
            raise self.error
        await send({"type": BODY, "body": b"done"})

    def seen(self) -> None:
        """What a test looks at while a request is worked on."""


@dataclass
class Answer:
    """What came back; a field that came twice has both values, with a comma between."""

    status: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def take(self, message: MutableMapping[str, Any]) -> None:
        """One message of the app's."""
        if message["type"] == START:
            self.status = message["status"]
            for name, value in message["headers"]:
                key = name.decode()
                known = f"{self.fields[key]}, " if key in self.fields else ""
                self.fields[key] = known + value.decode()
        else:
            self.body += message["body"]


def ask(
    app: App,
    path: str = "/api/v1/things",
    *,
    method: str = "GET",
    fields: Mapping[str, str] | None = None,
    kind: str = "http",
    scheme: str = "http",
) -> Answer:
    """Ask once."""
    scope = {
        "type": kind,
        "method": method,
        "scheme": scheme,
        "path": path.partition("?")[0],
        "raw_path": path.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in (fields or {}).items()],
    }
    answer = Answer()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        answer.take(message)

    asyncio.run(_called(app, scope, receive, send))
    return answer


async def _called(app: App, scope: Scope, receive: Receive, send: Send) -> None:
    await app(scope, receive, send)
