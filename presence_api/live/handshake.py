"""The opening handshake (RFC 6455, 4.2), without a socket: whom to let in, and what to answer."""

import base64
import binascii
import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from presence_api.live.closing import CloseCode
from presence_api.live.proxies import NO_PROXIES, Proxies
from presence_api.live.rooms.messages import PROTOCOL
from presence_api.live.tickets import PREFIX, Admission, Tickets

_GUID: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_KEY_BYTES: Final = 16
_VERSION: Final = b"13"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nobody is let in: as a close code, as an HTTP status, and in words."""

    code: CloseCode
    status: int
    title: str


WRONG_ORIGIN: Final = Refused(CloseCode.FORBIDDEN, 403, "this origin may not connect")
WRONG_PROTOCOL: Final = Refused(CloseCode.WRONG_PROTOCOL, 426, f"offer subprotocol {PROTOCOL}")
NO_TICKET: Final = Refused(CloseCode.NO_TICKET, 401, "the ticket is missing, void or used")


@dataclass(frozen=True, slots=True)
class Door:
    """Whose pages may connect, which tickets count, and who says whom somebody speaks for."""

    origins: Collection[str]
    tickets: Tickets
    proxies: Proxies = NO_PROXIES

    def admit(self, origin: str, offered: Iterable[str]) -> Admission | Refused:
        """Let in, by the page's origin and the subprotocols its script offers."""
        if origin not in self.origins:
            return WRONG_ORIGIN
        protocols = [item.strip() for item in offered]
        if PROTOCOL not in protocols:
            return WRONG_PROTOCOL
        ticket = next((item for item in protocols if item.startswith(PREFIX)), "")
        return self.tickets.redeem(ticket.removeprefix(PREFIX)) or NO_TICKET


def parse_head(head: bytes) -> Mapping[bytes, bytes]:
    """The header fields of a request's head, names in small letters; the first line is passed over.

    Of a field that comes twice, the values are joined by a comma (RFC 9110, 5.3).
    """
    found: dict[bytes, bytes] = {}
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        name, value = name.lower(), value.strip()
        found[name] = found[name] + b", " + value if name in found else value
    return found


def upgrade_fault(fields: Mapping[bytes, bytes]) -> tuple[int, str] | None:
    """Status and reason if these are no fields of a WebSocket's opening; None: they are."""
    if fields.get(b"upgrade", b"").lower() != b"websocket":
        return 426, "this is a WebSocket"
    if b"upgrade" not in fields.get(b"connection", b"").lower():
        return 400, "the connection is not to be upgraded"
    if fields.get(b"sec-websocket-version") != _VERSION:
        return 426, "version 13 is spoken here"
    try:
        key = base64.b64decode(fields.get(b"sec-websocket-key", b""), validate=True)
    except binascii.Error:
        key = b""
    return None if len(key) == _KEY_BYTES else (400, "the key is wrong")


def accepted(fields: Mapping[bytes, bytes]) -> bytes:
    """The answer that opens the connection."""
    digest = hashlib.sha1(fields[b"sec-websocket-key"] + _GUID, usedforsecurity=False).digest()
    return (
        b"HTTP/1.1 101 Switching Protocols\r\n"
        b"upgrade: websocket\r\nconnection: upgrade\r\n"
        b"sec-websocket-protocol: " + PROTOCOL.encode() + b"\r\n"
        b"sec-websocket-accept: " + base64.b64encode(digest) + b"\r\n\r\n"
    )


def refusal(status: int, title: str) -> bytes:
    """The answer that does not, with an RFC 9457 body."""
    body = b'{"type":"about:blank","title":"%s","status":%d}' % (title.encode(), status)
    more = b"sec-websocket-version: 13\r\n" if status == 426 else b""  # noqa: PLR2004 - Upgrade Required
    return (
        b"HTTP/1.1 %d %s\r\n" % (status, _REASONS.get(status, b"Refused"))
        + more
        + b"content-type: "
        b"application/problem+json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(body)
    ) + body


_REASONS: Final = {
    400: b"Bad Request",
    401: b"Unauthorized",
    403: b"Forbidden",
    408: b"Request Timeout",
    426: b"Upgrade Required",
    431: b"Request Header Fields Too Large",
    503: b"Service Unavailable",
}
