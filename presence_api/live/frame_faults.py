"""What is wrong with a frame that a client sent, and the code that answers its farewell."""

from typing import Final

from presence_api.live.closing import CloseCode

_FIN, _RESERVED, _OPCODE = 0x80, 0x70, 0x0F
_LAST_DATA, _CLOSE, _PONG = 2, 8, 10
_CONTROL_BYTES: Final = 125
_SENDABLE: Final = (range(1000, 1004), range(1007, 1015), range(3000, 5000))
"""Codes that an end may give: registered ones, and those of applications (RFC 6455, 7.4.2)."""


def frame_fault(first: int, payload: bytes) -> str | None:
    """What is wrong with a frame by itself (RFC 6455, 5.2 and 5.5)."""
    opcode = first & _OPCODE
    if first & _RESERVED or _LAST_DATA < opcode < _CLOSE or opcode > _PONG:
        return "a frame of an unknown kind"
    if opcode >= _CLOSE and not (first & _FIN and len(payload) <= _CONTROL_BYTES):
        return "a control frame is cut or too long"
    return None


def echoed_code(payload: bytes) -> int:
    """The code to answer a CLOSE with: its own, or what is wrong with it (RFC 6455, 7.4)."""
    if not payload:
        return CloseCode.NORMAL
    code = int.from_bytes(payload[:2], "big")
    try:
        payload[2:].decode()
    except UnicodeDecodeError:
        return CloseCode.NOT_UTF8
    sendable = any(code in codes for codes in _SENDABLE)
    return code if sendable and len(payload) > 1 else CloseCode.WRONG_FRAME
