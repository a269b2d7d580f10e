"""One port for both: presence's own connections, and HTTP as uvicorn speaks it.

`front` makes the class that uvicorn serves with (`http=`): a connection whose first bytes ask for
`/ws/presence` is a FastSocket, any other goes on as uvicorn's own. TLS ends at the proxy before it.
"""

import asyncio
from typing import Any, ClassVar, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from presence_api.live.fast_socket import HANDSHAKE_S, FastSocket
from presence_api.live.live import Live

_PATH: Final = b"GET /ws/presence"


class Http(HttpToolsProtocol):
    """A connection of uvicorn's whose requests have to come whole, within the same time."""

    def __init__(self, live: Live, *of_uvicorn: Any) -> None:
        super().__init__(*of_uvicorn)
        self._live, self._begun_at = live, live.timers.time()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Its first bytes are here already."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self._live.handshakes.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended, whoever ended it."""
        self._live.handshakes.discard(self)
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """One more request on the same connection."""
        super().on_message_begin()
        self._begun_at = self._live.timers.time()
        self._live.handshakes.add(self)

    def on_message_complete(self) -> None:
        """All of it has come."""
        self._live.handshakes.discard(self)
        super().on_message_complete()

    def overdue(self, now: float) -> None:
        """Who begins a request ends it."""
        if now - self._begun_at > HANDSHAKE_S:
            self.transport.close()


class Front(asyncio.Protocol):
    """A connection whose kind is not known yet."""

    __slots__ = ("_begun_at", "_buffer", "_connections", "_of_uvicorn", "_transport")
    live: ClassVar[Live]

    def __init__(self, config: Any, server_state: Any, app_state: Any, _loop: Any = None) -> None:
        self._of_uvicorn = (config, server_state, app_state, _loop)
        self._connections: set[Any] = server_state.connections
        self._begun_at = self.live.timers.time()
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The first bytes come next."""
        self._transport = cast("asyncio.Transport", transport)
        self._connections.add(self)
        self.live.handshakes.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended before it said anything."""
        del exc
        self._gone()
        self._transport = None

    def eof_received(self) -> bool:
        """Nothing more will come."""
        return False

    def shutdown(self) -> None:
        """The server ends."""
        if self._transport is not None:
            self._transport.close()

    def overdue(self, now: float) -> None:
        """Who says nothing for so long has nothing to say."""
        if now - self._begun_at > HANDSHAKE_S:
            self.shutdown()

    def data_received(self, data: bytes) -> None:
        """Enough bytes to know, or not yet."""
        data = self._buffer + data
        if len(data) <= len(_PATH) and _PATH.startswith(data):
            self._buffer = data
            return
        transport = cast("asyncio.Transport", self._transport)
        self._gone()
        chosen = self._chosen(data)
        transport.set_protocol(chosen)
        chosen.connection_made(transport)
        chosen.data_received(data)

    def _chosen(self, data: bytes) -> asyncio.Protocol:
        if data.startswith(_PATH) and data[len(_PATH) : len(_PATH) + 1] in {b" ", b"?"}:
            return FastSocket(self.live, self._connections)
        return Http(self.live, *self._of_uvicorn)

    def _gone(self) -> None:
        self._connections.discard(self)
        self.live.handshakes.discard(self)


def front(live: Live) -> type[Front]:
    """The class for one process."""
    return type("FrontOfPresence", (Front,), {"__slots__": (), "live": live})
