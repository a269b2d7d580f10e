"""The words of ASGI, and what every app before another one does with them."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Any, Receive, Send], Awaitable[None]]
Field = tuple[bytes, bytes]
"""A header field; its name is in lower case."""
START: Final = "http.response.start"
BODY: Final = "http.response.body"


def field(scope: Scope, name: bytes) -> bytes | None:
    """What a request says in a field; None where it does not say it, or says it twice."""
    found = [value for key, value in scope["headers"] if key == name]
    return found[0] if len(found) == 1 else None


def adding(send: Send, fields: Iterable[Field]) -> Send:
    """As `send`, and the answer has these fields too."""

    async def sent(message: Message) -> None:
        if message["type"] == START:
            message["headers"] = [*message.get("headers", ()), *fields]
        await send(message)

    return sent
