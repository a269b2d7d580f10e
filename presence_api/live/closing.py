"""Why the server ends a connection: the close codes of the protocol."""

from enum import IntEnum
from typing import Self


class CloseCode(IntEnum):
    """4000 to 4999 are ours (RFC 6455, 7.4.2); each says what happened, or what to do next."""

    meaning: str

    def __new__(cls, value: int, meaning: str) -> Self:
        found = int.__new__(cls, value)
        found._value_ = value
        found.meaning = meaning
        return found

    NORMAL = 1000, "The client said farewell first."
    WRONG_FRAME = 1002, "No WebSocket frame, or not one that may come now."
    NOT_UTF8 = 1007, "A text that is no UTF-8."
    TOO_BIG = 1009, "A message is longer than `limits.frame_bytes`."
    RESTART = 1012, "The instance ends: come back after GOODBYE's `retry_ms`, with `resume`."
    SLOW = 4008, "The client did not read what it was sent; come back with `resume`."
    BAD_MESSAGE = 4400, "No frame of this protocol: a fault of the client's program."
    NO_TICKET = 4401, "No ticket, or the token has ended: get a new one."
    FORBIDDEN = 4403, "This page's origin may not connect, or an operator ended the connection."
    SILENT = 4408, "No answer to a ping; come back with `resume`."
    REPLACED = 4409, "Another connection resumed this one: stay closed."
    WRONG_PROTOCOL = 4426, "The subprotocol was not offered."
    FLOODING = 4429, "Too many messages or connections: wait before coming back."
