"""A tab of a browser on a real socket: it connects, speaks, breaks off in many ways, comes back."""

import asyncio
import json
from typing import Any, Final

from tests.contract.presence_frames import (
    BARE,
    CLOSE,
    PING,
    PONG,
    TEXT,
    FrameReader,
    client_frame,
    code_of,
)
from tests.contract.presence_raw_client import LOOPBACK
from tests.faults.presence.audit import Audit
from tests.faults.presence.ground import Instance, text_frame

HEAD_END: Final = b"\r\n\r\n"
WAYS: Final = ("reset", "farewell", "half a frame", "no more to say")
PATIENCE_S: Final = 60.0


class Tab(asyncio.Protocol):
    """One person's tab in some rooms; `codes` are those with which the service ended it."""

    def __init__(self, user: str, rooms: tuple[str, ...], audit: Audit) -> None:
        self.user, self.rooms, self.audit = user, rooms, audit
        self.codes: list[int | None] = []
        self.instance: Instance | None = None
        self._transport: asyncio.Transport | None = None
        self._reader = FrameReader()
        self._head = b""
        self._leaving = False
        self._lost: asyncio.Future[None] | None = None
        self._pong: asyncio.Future[None] | None = None

    async def connect(self, instance: Instance) -> None:
        """Come (back), into all rooms; the answers come later."""
        self.instance, self._reader, self._head = instance, FrameReader(), b""
        self._leaving = False
        loop = asyncio.get_running_loop()
        self._lost = loop.create_future()
        transport, _ = await loop.create_connection(lambda: self, LOOPBACK, instance.port)
        transport.write(instance.opening(self.user, self.audit.resume))
        for room in self.rooms:
            self.say(**self.audit.sub(room))

    def say(self, **message: Any) -> None:
        """One message, if anybody is there."""
        if self._transport is not None:
            self._transport.write(text_frame(json.dumps(message).encode()))

    async def answered(self) -> None:
        """Everything said until now has been heard, and answered."""
        if self._transport is None:
            return
        self._pong = asyncio.get_running_loop().create_future()
        self._transport.write(client_frame(PING, b"", BARE))
        await asyncio.wait_for(self._pong, PATIENCE_S)

    async def break_off(self, way: str) -> None:
        """In one of the ways in which connections end."""
        transport, lost = self._transport, self._lost
        if transport is None or lost is None:
            return
        self._leaving = True
        if way == "farewell":
            transport.write(client_frame(CLOSE, b"\x03\xe8", BARE))
        elif way == "half a frame":
            transport.write(text_frame(b'{"op":"HB"}')[:9])
            transport.abort()
        elif way == "no more to say":
            transport.write_eof()
        else:
            transport.abort()
        await asyncio.wait_for(lost, PATIENCE_S)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if not self._head.endswith(HEAD_END):
            head, end, data = (self._head + data).partition(HEAD_END)
            self._head = head + end
            if not end:
                return
            if b" 101 " not in head:
                self.audit.faults.append(f"{self.user} was refused: {head!r}")
                return
        for first, payload in self._reader.feed(data):
            if first == TEXT:
                self.audit.read(json.loads(payload))
            elif first == PONG:
                self._release(self._pong)
            elif first == CLOSE and not self._leaving:
                self.codes.append(code_of(payload))

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._release(self._pong)
        self._release(self._lost)

    def _release(self, waited_for: "asyncio.Future[None] | None") -> None:
        if waited_for is not None and not waited_for.done():
            waited_for.set_result(None)
