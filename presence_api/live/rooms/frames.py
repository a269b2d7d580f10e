"""WebSocket frames as a server writes them (RFC 6455, 5.2): whole, unmasked, built once for all."""

from collections.abc import Iterator
from typing import Final

PING: Final = b"\x89\x00"
TEXT, CLOSE, PONG = 0x81, 0x88, 0x8A
_SHORT: Final = 126
_MEDIUM: Final = 1 << 16
_LONGEST_REASON: Final = 123


def text_frame(payload: bytes) -> bytes:
    """One text message as one frame."""
    size = len(payload)
    if size < _SHORT:
        return b"\x81" + bytes((size,)) + payload
    if size < _MEDIUM:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload


def close_frame(code: int, reason: str = "") -> bytes:
    """The frame that ends a connection; a reason that is too long is cut between characters."""
    said = short_reason(reason).encode()
    return bytes((CLOSE, 2 + len(said))) + code.to_bytes(2, "big") + said


def short_reason(reason: str) -> str:
    """As much of a reason as a control frame holds, cut between characters."""
    return reason.encode(errors="replace")[:_LONGEST_REASON].decode(errors="ignore")


def pong_frame(payload: bytes) -> bytes:
    """The answer to a ping; a control frame holds at most 125 bytes."""
    return bytes((PONG, len(payload))) + payload


def frames_in(data: bytes) -> Iterator[tuple[int, bytes]]:
    """First byte and payload of each frame that was written here: the way back."""
    at = 0
    while at < len(data):
        first, size = data[at], data[at + 1]
        at += 2
        if size >= _SHORT:
            width = 2 if size == _SHORT else 8
            size = int.from_bytes(data[at : at + width], "big")
            at += width
        yield first, data[at : at + size]
        at += size
