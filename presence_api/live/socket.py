"""The same sessions on Litestar's own WebSocket: slower, and on any server that speaks ASGI."""

from typing import Any

import anyio
from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketException
from litestar.handlers import WebsocketRouteHandler

from presence_api.live.closing import CloseCode
from presence_api.live.handshake import Refused
from presence_api.live.live import Live
from presence_api.live.queued_wire import QueuedWire
from presence_api.live.rooms.frames import short_reason
from presence_api.live.rooms.messages import PROTOCOL
from presence_api.live.session import Session


def presence_socket(live: Live) -> WebsocketRouteHandler:
    """The route `/ws/presence`; refusals before the handshake are a plain 403, as ASGI has them."""

    @websocket("/ws/presence")
    async def presence(socket: WebSocket[Any, Any, Any]) -> None:
        """One connection, from its ticket to its end."""
        offered = socket.headers.get("sec-websocket-protocol", "")
        admitted = live.door.admit(socket.headers.get("origin", ""), offered.split(","))
        if live.draining or isinstance(admitted, Refused):
            code = admitted.code if isinstance(admitted, Refused) else CloseCode.RESTART
            await socket.close(code)
            return
        await socket.accept(subprotocols=PROTOCOL)
        wire = QueuedWire(live.sessions.limits.buffer_bytes)
        peer = socket.client.host if socket.client else ""
        address = live.door.proxies.caller(peer, socket.headers.get("x-forwarded-for", ""))
        session = wire.session = live.sessions.open(wire, admitted, address)
        async with anyio.create_task_group() as both:
            both.start_soon(_send_all, socket, wire, both.cancel_scope)
            await _hear(socket, session)
            both.cancel_scope.cancel()

    return presence


async def _send_all(
    socket: WebSocket[Any, Any, Any], wire: QueuedWire, scope: anyio.CancelScope
) -> None:
    async def send(text: bytes) -> None:
        await socket.send_text(text.decode())

    async def close(code: CloseCode, reason: str) -> None:
        await socket.close(code, short_reason(reason))

    try:
        await wire.pump(send, close)
    except (WebSocketException, OSError):
        pass  # it has ended: whoever listens is told so
    finally:
        scope.cancel()


async def _hear(socket: WebSocket[Any, Any, Any], session: Session | None) -> None:
    """Every message until the end; one that was not let in is only waited out."""
    try:
        while True:
            event = await socket.receive()
            if event["type"] == "websocket.disconnect":
                return
            if session is not None:
                _take(session, event)
    finally:
        if session is not None:
            session.lost()


def _take(session: Session, event: Any) -> None:
    text = event.get("text")
    if text is None:
        session.end(CloseCode.BAD_MESSAGE, "messages are text")
    else:
        session.receive(text.encode())
