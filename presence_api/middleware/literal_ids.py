"""Instance ids in paths, as they were sent.

An id is made of escapes (`a%2Fb~c`), and servers undo escapes before a path is looked at: its `/`
would part the path and its `%7E` the key. So below `/api/v1/entities/` nothing is undone.
"""

from typing import Final

from presence_api.middleware.asgi import App, Receive, Scope, Send

_BELOW: Final = b"/api/v1/entities/"


class LiteralIds:
    """An ASGI app before another one."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, with the path as it came."""
        sent: bytes = scope.get("raw_path") or b""
        if sent.startswith(_BELOW):
            scope["path"] = sent.partition(b"?")[0].decode("latin-1")
        await self._app(scope, receive, send)
