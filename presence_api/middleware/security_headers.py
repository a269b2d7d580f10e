"""What browsers shall not do with an answer.

HTML gets the policy of pages: files of this service and calls to it; nothing that is written into a
page but the style sheet of ours, by its hash.
Whatever else is answered is no page, so nothing may run in it.
"""

from typing import Final

from presence_api.html import STYLE_SOURCE
from presence_api.middleware.asgi import START, App, Field, Message, Receive, Scope, Send

PAGE_POLICY: Final = (
    f"default-src 'self'; style-src 'self' {STYLE_SOURCE}; img-src 'self' data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'; object-src 'none'"
).encode()
DATA_POLICY: Final = b"default-src 'none'; frame-ancestors 'none'"
_POLICY: Final = b"content-security-policy"
ALWAYS: Final[tuple[Field, ...]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
BY_HTTPS: Final[Field] = (b"strict-transport-security", b"max-age=31536000")
_PAGE: Final = ((_POLICY, PAGE_POLICY), *ALWAYS)
_DATA: Final = ((_POLICY, DATA_POLICY), *ALWAYS)


class SecurityHeaders:
    """An ASGI app before another one.

    `https`: browsers come by HTTPS, though a proxy hands their requests on without.
    """

    def __init__(self, app: App, *, https: bool) -> None:
        self._app, self._https = app, https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and protect the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        more = (BY_HTTPS,) if self._https or scope["scheme"] == "https" else ()

        async def sent(message: Message) -> None:
            if message["type"] == START:
                said = list(message.get("headers", ()))
                message["headers"] = [*said, *(_PAGE if _is_page(said) else _DATA), *more]
            await send(message)

        await self._app(scope, receive, sent)


def _is_page(fields: list[Field]) -> bool:
    return any(name == b"content-type" and kind.startswith(b"text/html") for name, kind in fields)
