"""A process that ends soon says so with each answer, so that nothing is sent to it meanwhile."""

from dataclasses import dataclass
from typing import Final

from presence_api.middleware.asgi import App, Field, Receive, Scope, Send, adding

_CLOSE: Final[Field] = (b"connection", b"close")


@dataclass
class Drain:
    """Whether it does; a part of the process that is not ready from then on."""

    begun: bool = False
    name: str = "server"
    alive: bool = True

    @property
    def fault(self) -> str:
        """Why nobody should be sent here."""
        return "draining" if self.begun else ""


class Draining:
    """An ASGI app before another one; from when it drains, an answer ends its connection."""

    def __init__(self, app: App, drain: Drain) -> None:
        self._app, self._drain = app, drain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on."""
        ends = self._drain.begun and scope["type"] == "http"
        await self._app(scope, receive, adding(send, (_CLOSE,)) if ends else send)
