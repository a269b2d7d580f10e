"""One line for each request: what was asked, what came of it, how long it took.

No query, no field, no body: that is where tokens and people's data are.
"""

import logging
from typing import Final

from metamodel.kernel.clock import Clock
from presence_api.middleware.asgi import START, App, Message, Receive, Scope, Send

_LOG: Final = logging.getLogger(__name__)
_PROBES: Final = ("/health/", "/metrics")
UNANSWERED: Final = 0
"""The status of a request whose answer never began."""


class AccessLog:
    """An ASGI app before another one; requests of probes are for those who debug."""

    def __init__(self, app: App, clock: Clock) -> None:
        self._app, self._clock = app, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and write down what came of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, begun_s, path = UNANSWERED, self._clock.monotonic_s(), _path(scope)

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == START:
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            took_ms = round(1000 * (self._clock.monotonic_s() - begun_s), 3)
            level = logging.DEBUG if path.startswith(_PROBES) else logging.INFO
            facts = {"method": scope["method"], "path": path, "status": status, "took_ms": took_ms}
            _LOG.log(level, "%s %s %d", scope["method"], path, status, extra=facts)


def _path(scope: Scope) -> str:
    """As it was sent, so that nothing in it can begin a line of its own."""
    sent: bytes = scope.get("raw_path") or scope["path"].encode("ascii", "backslashreplace")
    return sent.partition(b"?")[0].decode("latin-1")
