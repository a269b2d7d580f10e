"""WebSocket as clients write it and servers answer it (RFC 6455), byte by byte; nothing of ours."""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from typing import Final

MASK: Final = b"\x37\xfa\x21\x3d"
BARE: Final = b"\x00\x00\x00\x00"  # a mask that changes nothing
TEXT, BINARY, CLOSE, PING, PONG = 0x81, 0x82, 0x88, 0x89, 0x8A
KEY: Final = "dGhlIHNhbXBsZSBub25jZQ=="  # the RFC's own, with the answer that it gives
ACCEPT: Final = b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
_GUID: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_SHORT, _MEDIUM, _LONG = 126, 127, 1 << 16


class ServerAtFault(AssertionError):
    """A server wrote what no server may write."""


def client_frame(first: int, payload: bytes, mask: bytes = MASK) -> bytes:
    """One frame, masked."""
    size = len(payload)
    if size < _SHORT:
        head = bytes((first, 0x80 | size))
    elif size < _LONG:
        head = bytes((first, 0x80 | _SHORT)) + size.to_bytes(2, "big")
    else:
        head = bytes((first, 0x80 | _MEDIUM)) + size.to_bytes(8, "big")
    return head + mask + (payload if mask == BARE else _masked(payload, mask))


def opening(offered: Sequence[str], **fields: str | None) -> bytes:
    """The head of a request that opens a connection; `fields` replace or (None) remove some.

    In names `_` stands for `-`.
    """
    named = {
        "Host": "rampart.example",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": KEY,
        "Sec-WebSocket-Protocol": ", ".join(offered),
    }
    more: Mapping[str, str | None] = {key.replace("_", "-"): fields[key] for key in fields}
    lines = [f"{key}: {value}" for key, value in {**named, **more}.items() if value is not None]
    return "\r\n".join(["GET /ws/presence HTTP/1.1", *lines, "", ""]).encode()


def accept_of(key: str) -> bytes:
    """What a server answers to a key."""
    return base64.b64encode(hashlib.sha1(key.encode() + _GUID, usedforsecurity=False).digest())


class FrameReader:
    """Takes bytes as they come, gives whole frames. Raises ServerAtFault."""

    def __init__(self) -> None:
        self._left = b""

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """First byte and payload of each frame that is whole now."""
        self._left += data
        while (end := self._end()) is not None:
            first, payload = self._left[0], self._left[end[0] : end[1]]
            self._left = self._left[end[1] :]
            yield first, payload

    def _end(self) -> tuple[int, int] | None:
        """Where the payload of the first frame begins and ends; None: it is not all there."""
        left = self._left
        if len(left) < 2:
            return None
        _require_fit(left[0], left[1])
        size, body = left[1], 2
        if size >= _SHORT:
            width = 2 if size == _SHORT else 8
            if len(left) < body + width:
                return None
            size, body = int.from_bytes(left[body : body + width], "big"), body + width
            if size < _SHORT or (width == 8 and size < _LONG):
                raise ServerAtFault(f"a length of {size} in {width} bytes")
        return (body, body + size) if len(left) >= body + size else None


def _require_fit(first: int, second: int) -> None:
    """Raises ServerAtFault."""
    if second & 0x80:
        raise ServerAtFault("a server's frame is masked")
    if first not in {TEXT, CLOSE, PING, PONG}:
        raise ServerAtFault(f"a frame begins with {first:#x}")
    if first != TEXT and second > 125:
        raise ServerAtFault("a control frame is too long")


def code_of(payload: bytes) -> int | None:
    """The code in a CLOSE; None if there is none. Raises ServerAtFault."""
    if len(payload) == 1:
        raise ServerAtFault("half a code")
    payload[2:].decode()
    return int.from_bytes(payload[:2], "big") if payload else None


def _masked(payload: bytes, mask: bytes) -> bytes:
    return bytes(byte ^ key for byte, key in zip(payload, cycle(mask), strict=False))
