"""What nobody expected: written down with all there is, answered with an id that leads to it."""

import json
import logging
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from metamodel.kernel.errors import RampartError
from presence_api.middleware.asgi import BODY, START, App, Message, Receive, Scope, Send
from presence_api.request_context import current_request

PROBLEM: Final = "application/problem+json"
STATUS: Final = 500
_LOG: Final = logging.getLogger(__name__)


class RequestFailed(RampartError):
    """The service could not do what was asked, for a reason it does not tell."""

    code: ClassVar[str] = "WEB-004"
    hint: ClassVar[str] = "Say the `request_id` to whoever runs the service: its log has the rest."


def failure(error: Exception) -> Mapping[str, Any]:
    """The problem that an unexpected error is answered with; what it says stays in the log."""
    _LOG.error("a request failed: %s", type(error).__name__, exc_info=error)
    request = current_request()
    return {
        "type": f"/problems/{RequestFailed.code.lower()}",
        "title": "The request failed",
        "status": STATUS,
        "detail": RequestFailed.hint,
        **({"request_id": request.request_id} if request else {}),
    }


class Failures:
    """An ASGI app before another one; an answer that has begun is broken off."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and answer where nobody did."""
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            body = json.dumps(failure(error)).encode()
            fields = [(b"content-type", PROBLEM.encode()), (b"content-length", b"%d" % len(body))]
            await send({"type": START, "status": STATUS, "headers": fields})
            await send({"type": BODY, "body": body})
