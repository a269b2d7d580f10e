"""Whose pages may call this service from a browser (CORS); it knows tokens, and no cookies."""

from collections.abc import Collection
from typing import Final

from presence_api.middleware.asgi import (
    BODY,
    START,
    App,
    Field,
    Receive,
    Scope,
    Send,
    adding,
    field,
)

EXPOSED: Final = (
    b"ETag, Location, Retry-After, RateLimit, RateLimit-Policy, Cache-Status, Idempotency-Replayed,"
    b" X-Request-Id"
)
ALLOWED: Final = (
    b"Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Lock-Token,"
    b" traceparent"
)
METHODS: Final = b"GET, POST, PUT, PATCH, DELETE"
_REMEMBERED_S: Final = b"600"
_BY_ORIGIN: Final[Field] = (b"vary", b"origin")


class CrossOrigin:
    """An ASGI app before another one; it answers preflights itself."""

    def __init__(self, app: App, origins: Collection[str]) -> None:
        self._app = app
        self._origins = frozenset(origin.encode("latin-1") for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and tell the pages of known origins that they may read the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        origin = field(scope, b"origin")
        fields = self._fields(origin)
        if scope["method"] == "OPTIONS" and origin and _asks_before(scope):
            await _answer_preflight(send, fields)
            return
        await self._app(scope, receive, adding(send, fields) if fields else send)

    def _fields(self, origin: bytes | None) -> tuple[Field, ...]:
        if not self._origins:
            return ()
        if origin not in self._origins:
            return (_BY_ORIGIN,)
        allowed = (b"access-control-allow-origin", origin)
        return (_BY_ORIGIN, allowed, (b"access-control-expose-headers", EXPOSED))


def _asks_before(scope: Scope) -> bool:
    return field(scope, b"access-control-request-method") is not None


async def _answer_preflight(send: Send, fields: tuple[Field, ...]) -> None:
    known = any(name == b"access-control-allow-origin" for name, _ in fields)
    more = (
        (b"access-control-allow-methods", METHODS),
        (b"access-control-allow-headers", ALLOWED),
        (b"access-control-max-age", _REMEMBERED_S),
    )
    said = [*fields, *(more if known else ())]
    await send({"type": START, "status": 204, "headers": said})
    await send({"type": BODY, "body": b""})
