"""A client that may say anything: bytes over TCP, and what comes back of them."""

import json
import socket
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, Final, Self

from tests.contract.presence_frames import CLOSE, TEXT, FrameReader, client_frame, code_of

WAIT_S: Final = 20.0
LOOPBACK: Final = "127.0.0.1"


class NoFarewell(AssertionError):
    """The connection ended without a CLOSE."""


class RawClient:
    """A TCP connection to a port, from an address of this machine, until the block ends."""

    def __init__(self, port: int, source: str = LOOPBACK, receive_bytes: int | None = None) -> None:
        self.socket = socket.socket()
        if receive_bytes is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        self.socket.settimeout(WAIT_S)
        self.socket.bind((source, 0))
        self.socket.connect((LOOPBACK, port))
        self._reader, self._left = FrameReader(), b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.socket.close()

    def send(self, *parts: bytes) -> None:
        """Each part in a write of its own."""
        for part in parts:
            self.socket.sendall(part)

    def say(self, op: str, **fields: Any) -> None:
        """One message, whole."""
        self.send(client_frame(TEXT, json.dumps({"op": op, **fields}).encode()))

    def head(self) -> bytes:
        """The head of an HTTP answer; what follows it is kept."""
        found = b""
        while b"\r\n\r\n" not in found:
            found += self._more(found)
        head, _, self._left = found.partition(b"\r\n\r\n")
        return head

    def opened(self, request: bytes) -> Self:
        """Send an opening that is accepted."""
        self.send(request)
        answer = self.head()
        assert answer.startswith(b"HTTP/1.1 101 "), answer
        return self

    def frames(self) -> Iterator[tuple[int, bytes]]:
        """Every frame until the other end closes its connection."""
        yield from self._reader.feed(self._left)
        self._left = b""
        while data := self._received():
            yield from self._reader.feed(data)

    def messages(self) -> Iterator[dict[str, Any]]:
        """Every message until the other end says farewell, or closes without one."""
        for first, payload in self.frames():
            if first == CLOSE:
                return
            if first == TEXT:
                yield json.loads(payload)

    def until(self, op: str) -> dict[str, Any]:
        """The next message of a kind."""
        for message in self.messages():
            if message["op"] == op:
                return message
        raise NoFarewell(f"ended before {op}")

    def pongs(self, count: int) -> Sequence[bytes]:
        """What the next so many pongs carry."""
        found: list[bytes] = []
        for first, payload in self.frames():
            if first == 0x8A:
                found.append(payload)
            if len(found) == count:
                return found
        raise NoFarewell(f"ended after {found}")

    def code(self) -> int | None:
        """The code of the CLOSE that comes, after whatever comes before it. Raises NoFarewell."""
        before = []
        for first, payload in self.frames():
            if first == CLOSE:
                return code_of(payload)
            before.append(payload[:80])
        raise NoFarewell(f"after {before[-3:]}")

    def rest(self) -> bytes:
        """Everything until the other end closes its connection, kindly or not."""
        found = self._left
        while data := self._received():
            found += data
        return found

    def _more(self, before: bytes) -> bytes:
        found = self.socket.recv(65_536)
        if not found:
            raise NoFarewell(f"ended after {before!r}")
        return found

    def _received(self) -> bytes:
        try:
            return self.socket.recv(65_536)
        except ConnectionResetError:
            return b""
