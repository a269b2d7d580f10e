"""Each request has an id and a place in a trace, and its answer says the id."""

import re
import secrets
from typing import Final

from presence_api.middleware.asgi import App, Receive, Scope, Send, adding, field
from presence_api.middleware.trace_fields import NewId, trace_of
from presence_api.request_context import RequestContext, working_on

REQUEST_ID: Final = b"x-request-id"
_WELL_FORMED: Final = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_ID_BYTES: Final = 16


class RequestContexts:
    """An ASGI app before another one; ids that are no plain words are replaced."""

    def __init__(self, app: App, new_id: NewId = secrets.token_hex) -> None:
        self._app, self._new_id = app, new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, as work for this request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = field(scope, REQUEST_ID) or b""
        known = said.decode("ascii") if _WELL_FORMED.fullmatch(said) else self._new_id(_ID_BYTES)
        trace = trace_of(field(scope, b"traceparent"), field(scope, b"tracestate"), self._new_id)
        with working_on(RequestContext(known, trace)):
            await self._app(scope, receive, adding(send, ((REQUEST_ID, known.encode()),)))
