"""The fast socket: a connection is an asyncio protocol, with no task and no queue of its own."""

import asyncio
import socket as sockets
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from presence_api.live import handshake
from presence_api.live.closing import CloseCode
from presence_api.live.frame_faults import echoed_code, frame_fault
from presence_api.live.handshake import Refused
from presence_api.live.live import Live
from presence_api.live.masking import apply_mask
from presence_api.live.rooms.frames import PING, TEXT, close_frame, pong_frame
from presence_api.live.session import Session
from presence_api.live.tickets import Admission

HANDSHAKE_S: Final = 10.0
_HEAD_BYTES: Final = 8192
_FAREWELL_S: Final = 1.0
_FIN, _OPCODE, _MASKED, _LENGTH = 0x80, 0x0F, 0x80, 0x7F
_TEXT, _BINARY, _CLOSE, _PING, _PONG = 1, 2, 8, 9, 10
_MEDIUM, _LONG = 126, 127


class FastSocket(asyncio.Protocol):
    """One WebSocket connection; the wire of its session."""

    __slots__ = (
        "_begun_at",
        "_buffer",
        "_connections",
        "_ended",
        "_live",
        "_message",
        "_session",
        "_transport",
        "write",
    )

    def __init__(self, live: Live, connections: set[Any]) -> None:
        self._live, self._connections = live, connections
        self._begun_at = live.timers.time()
        self._buffer = b""
        self._message: bytes | None = None  # of a fragmented message, what has come
        self._session: Session | None = None
        self._transport: asyncio.Transport | None = None
        self._ended = False
        self.write: Callable[[bytes], None] = _nowhere

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The first bytes come next."""
        self._transport = cast("asyncio.Transport", transport)
        self.write = self._transport.write
        self._connections.add(self)
        self._live.handshakes.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended, whoever ended it."""
        del exc
        self._connections.discard(self)
        self._live.handshakes.discard(self)
        if self._session is not None:
            self._session.lost()
        self._transport = None
        self.write = _nowhere

    def eof_received(self) -> bool:
        """A half-open connection is of no use here."""
        if self._transport is not None:
            self._leave(self._transport)
        return False

    def shutdown(self) -> None:
        """The server ends: uvicorn tells each of its connections."""
        if self._session is not None:
            self._live.drain()
        elif self._transport is not None:
            self._transport.close()

    def overdue(self, now: float) -> None:
        """A second has passed and there was no handshake yet."""
        if now - self._begun_at > HANDSHAKE_S:
            self._refuse(408, "no request came")

    def pause_writing(self) -> None:
        """The other end does not read."""
        if self._session is not None:
            self._session.fall_behind()

    def resume_writing(self) -> None:
        """It does again."""
        if self._session is not None:
            self._session.catch_up()

    @property
    def waiting_bytes(self) -> int:
        """What the kernel has not taken yet."""
        return self._transport.get_write_buffer_size() if self._transport is not None else 0

    def together(self, work: Callable[[], object]) -> None:
        """Do `work`; what it writes here goes out in one piece."""
        held: list[bytes] = []
        write, self.write = self.write, held.append
        try:
            work()
        finally:
            self.write = write
            if held:
                write(b"".join(held))

    def ping(self) -> None:
        """Ask for a sign of life."""
        self.write(PING)

    def end(self, code: CloseCode, reason: str) -> None:
        """Say why, and wait a moment for the other end to say it too.

        What still comes in is read and dropped: closing with unread bytes would reset the
        connection, and the other end would never learn why.
        """
        transport = self._transport
        if self._ended or transport is None or transport.is_closing():
            return
        self._ended = True
        self.write(close_frame(code, reason))
        self._live.timers.call_later(_FAREWELL_S, transport.abort)

    def data_received(self, data: bytes) -> None:
        """Bytes came, any number of frames and parts of frames."""
        if self._buffer:
            data = self._buffer + data
            self._buffer = b""
        if self._session is None and not self._ended:
            data = self._opened(data)
        at = 0
        while at < len(data):
            used = self._read(data, at)
            if used == 0:
                self._buffer = data[at:]
                return
            at += used

    def _read(self, data: bytes, at: int) -> int:
        """Take the frame at `at`; how many bytes it had, 0 if it has not all come yet."""
        size = len(data) - at
        if size < 2 or (data[at + 1] & _LENGTH == _MEDIUM and size < 4):  # noqa: PLR2004 - a head
            return 0
        first, second = data[at], data[at + 1]
        length, head = second & _LENGTH, 6
        if length == _MEDIUM:
            length, head = data[at + 2] << 8 | data[at + 3], 8
        if length > self._live.sessions.limits.frame_bytes or second & _LENGTH == _LONG:
            return self._wrong(data, CloseCode.TOO_BIG, "a message is too long")
        if not second & _MASKED:
            return self._wrong(data, CloseCode.WRONG_FRAME, "a frame is not masked")
        end = head + length
        if size < end:
            return 0
        start = at + head
        payload = apply_mask(data[start : at + end], data[start - 4 : start])
        if first == TEXT and self._message is None and not self._ended:
            self._session.receive(payload)  # type: ignore[union-attr]
        else:
            self._other(first, payload)
        return end

    def _other(self, first: int, payload: bytes) -> None:
        """Every frame but a whole text message."""
        opcode, fault = first & _OPCODE, frame_fault(first, payload)
        if opcode == _CLOSE and (self._ended or fault is None):
            self._close(payload)
        elif self._ended or self._session is None:
            return
        elif fault is not None:
            self._session.end(CloseCode.WRONG_FRAME, fault)
        elif opcode == _PING:
            if self._session.heard() and self._session.keeps_up:
                self.write(pong_frame(payload))
        elif opcode == _PONG:
            self._session.heard()
        elif opcode == _BINARY:
            self._session.end(CloseCode.BAD_MESSAGE, "messages are text")
        else:
            self._part(opcode, payload, whole=bool(first & _FIN))

    def _part(self, opcode: int, payload: bytes, *, whole: bool) -> None:
        session = cast("Session", self._session)
        if (opcode == _TEXT) == (self._message is not None):
            session.end(CloseCode.WRONG_FRAME, "parts of messages are mixed up")
            return
        if not whole and not session.heard():
            return
        message = (self._message or b"") + payload
        if len(message) > self._live.sessions.limits.frame_bytes:
            session.end(CloseCode.TOO_BIG, "a message is too long")
            return
        self._message = None if whole else message
        if whole:
            session.receive(message)

    def _close(self, payload: bytes) -> None:
        """The other end has said its farewell: answer, if it was the first, and be gone."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        if not self._ended:
            self._ended = True
            if self._session is not None:
                self._session.lost()
            transport.write(close_frame(echoed_code(payload)))
        self._leave(transport)

    def _leave(self, transport: asyncio.Transport) -> None:
        """Send what is left, unless nobody reads it."""
        transport.close()
        self._live.timers.call_later(_FAREWELL_S, transport.abort)

    def _wrong(self, data: bytes, code: CloseCode, reason: str) -> int:
        """Nothing after this can be read; all of it is dropped."""
        if self._session is not None:
            self._session.end(code, reason)
        return len(data)

    def _opened(self, data: bytes) -> bytes:
        """The handshake; what came after it, once it is there."""
        end = data.find(b"\r\n\r\n")
        if (end if end >= 0 else len(data)) > _HEAD_BYTES:
            self._refuse(431, "the head of the request is too long")
            return b""
        if end < 0:
            self._buffer = data
            return b""
        fields = handshake.parse_head(data[:end])
        fault = handshake.upgrade_fault(fields)
        if fault is None and self._live.draining:
            fault = 503, "this instance is ending"
        if fault is not None:
            self._refuse(*fault)
            return b""
        origin = fields.get(b"origin", b"").decode("latin-1")
        offered = fields.get(b"sec-websocket-protocol", b"").decode("latin-1")
        admitted = self._live.door.admit(origin, offered.split(","))
        if isinstance(admitted, Refused):
            self._refuse(admitted.status, admitted.title)
            return b""
        self._let_in(admitted, fields)
        return data[end + 4 :]

    def _let_in(self, admitted: Admission, fields: Mapping[bytes, bytes]) -> None:
        transport = cast("asyncio.Transport", self._transport)
        self._live.handshakes.discard(self)
        self._bound(transport)
        peer = _address(transport)
        forwarded = fields.get(b"x-forwarded-for", b"").decode("latin-1")
        address = self._live.door.proxies.caller(peer, forwarded)

        def answer() -> None:
            self.write(handshake.accepted(fields))
            self._session = self._live.sessions.open(self, admitted, address)

        self.together(answer)

    def _bound(self, transport: asyncio.Transport) -> None:
        """So much may wait to be read by the other end, in our buffer and in the kernel's."""
        most = self._live.sessions.limits.buffer_bytes
        transport.set_write_buffer_limits(most)
        kernel = transport.get_extra_info("socket")
        if kernel is not None:
            kernel.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, most // 2)

    def _refuse(self, status: int, title: str) -> None:
        self._live.handshakes.discard(self)
        self._ended = True
        if self._transport is not None:
            self._transport.write(handshake.refusal(status, title))
            self._transport.close()


def _nowhere(data: bytes) -> None:
    """The connection is gone; what is written to it is too."""
    del data


def _address(transport: asyncio.Transport) -> str:
    found = transport.get_extra_info("peername")
    return str(found[0]) if isinstance(found, tuple) else ""
