"""One port for presence and for HTTP; and what only raw bytes can show of the fast socket."""

import base64
import json
import os
import socket
import struct
from collections.abc import Iterator

import httpx
import pytest

from presence_api.live.closing import CloseCode
from presence_api.live.rooms.frames import frames_in
from tests.contract.presence_server import ORIGIN, PresenceServer, presence_server
from tests.eventually import eventually

WAIT_S = 20.0


@pytest.fixture(scope="module")
def served() -> Iterator[PresenceServer]:
    with presence_server(fast=True) as server:
        yield server


class Raw:
    """A client that may say anything."""

    def __init__(self, server: PresenceServer, *, whole: bool = True) -> None:
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=WAIT_S)
        protocols = ", ".join(server.protocols("raw"))
        key = base64.b64encode(os.urandom(16)).decode()
        self.head = (
            "GET /ws/presence HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Origin: {ORIGIN}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
            f"Sec-WebSocket-Protocol: {protocols}\r\n\r\n"
        ).encode()
        if whole:
            self.socket.sendall(self.head)
            assert b" 101 " in self.until(b"\r\n\r\n")

    def until(self, mark: bytes) -> bytes:
        found = b""
        while mark not in found:
            more = self.socket.recv(1)
            assert more, f"ended after {found!r}"
            found += more
        return found

    def frame(self, first: int, payload: bytes, *, masked: bool = True) -> None:
        """Send one frame."""
        mask = b"\x01\x02\x03\x04"
        size = len(payload)
        length = bytes((size,)) if size < 126 else b"\x7e" + struct.pack(">H", size)
        length = bytes((length[0] | (0x80 if masked else 0),)) + length[1:]
        body = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload)) if masked else payload
        self.socket.sendall(bytes((first,)) + length + (mask if masked else b"") + body)

    def code(self) -> int:
        """The code of the CLOSE that comes, after whatever comes before it."""
        data = self.rest()
        for first, payload in frames_in(data):
            if first == 0x88:
                return int.from_bytes(payload[:2], "big")
        raise AssertionError(f"no CLOSE in {data!r}")

    def rest(self) -> bytes:
        """All that comes until the other end says its farewell, or ends without one."""
        found = b""
        while more := self.socket.recv(65_536):
            found += more
            if any(first == 0x88 for first, _ in frames_in(found)):
                break
        return found


def test_http_is_answered_on_the_same_port(served: PresenceServer) -> None:
    url = f"http://127.0.0.1:{served.port}"
    assert httpx.get(f"{url}/nowhere").status_code == 404
    assert httpx.post(f"{url}/api/v1/ws/ticket", json={}).status_code == 500  # no handlers here
    assert httpx.get(f"{url}/ws/presence").status_code == 426
    assert httpx.get(f"{url}/ws/presences").status_code == 404


def test_a_head_that_comes_byte_by_byte_is_read(served: PresenceServer) -> None:
    raw = Raw(served, whole=False)
    for byte in raw.head:
        raw.socket.sendall(bytes((byte,)))
    assert b" 101 " in raw.until(b"\r\n\r\n")


def test_frames_that_come_byte_by_byte_are_read(served: PresenceServer) -> None:
    raw = Raw(served)
    mask = b"\x00\x00\x00\x00"
    text = json.dumps({"op": "SUB", "room": "order/9"}).encode()
    for byte in bytes((0x81, 0x80 | len(text))) + mask + text:
        raw.socket.sendall(bytes((byte,)))
    raw.until(b"SNAPSHOT")


def test_a_message_that_comes_with_the_head_is_read(served: PresenceServer) -> None:
    raw = Raw(served, whole=False)
    text = b'{"op":"SUB","room":"order/8"}'
    raw.socket.sendall(raw.head + bytes((0x81, 0x80 | len(text))) + bytes(4) + text)
    raw.until(b"SNAPSHOT")


@pytest.mark.parametrize(
    ("first", "payload", "code"),
    [
        (0x83, b"x", 1002),  # a kind that does not exist
        (0x8B, b"x", 1002),
        (0xC1, b"{}", 1002),  # a reserved bit
        (0x09, b"x", 1002),  # a control frame in parts
        (0x89, b"x" * 126, 1002),  # one that is too long
        (0x80, b"x", 1002),  # the rest of nothing
        (0x82, b"x", 4400),  # binary
        (0x81, b"x" * 16_385, 1009),
        (0x81, b'{"op":"SUB","room":"\xff"}', 1007),
    ],
)
def test_a_wrong_frame_ends_the_connection_with_its_code(
    served: PresenceServer, first: int, payload: bytes, code: int
) -> None:
    raw = Raw(served)
    raw.frame(first, payload)
    assert raw.code() == code


def test_a_frame_that_is_not_masked_does_too(served: PresenceServer) -> None:
    raw = Raw(served)
    raw.frame(0x81, b"{}", masked=False)
    assert raw.code() == 1002


def test_a_message_amid_another_ones_parts_does_too(served: PresenceServer) -> None:
    raw = Raw(served)
    raw.frame(0x01, b'{"op":')
    raw.frame(0x89, b"a ping may come between")
    raw.frame(0x81, b'{"op":"HB"}')
    assert raw.code() == 1002


def test_parts_that_are_too_long_together_do_too(served: PresenceServer) -> None:
    raw = Raw(served)
    raw.frame(0x01, b"x" * 9_000)
    raw.frame(0x00, b"x" * 9_000)
    assert raw.code() == 1009


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", 1000),
        (struct.pack(">H", 1001) + b"going away", 1001),
        (struct.pack(">H", 4321), 4321),
        (struct.pack(">H", 1005), 1002),
        (struct.pack(">H", 999), 1002),
        (b"x", 1002),
        (struct.pack(">H", 1000) + b"\xff", 1007),
    ],
)
def test_a_farewell_is_answered(served: PresenceServer, payload: bytes, code: int) -> None:
    raw = Raw(served)
    raw.frame(0x88, payload)
    assert raw.code() == code


def test_who_floods_learns_why_though_more_was_on_its_way() -> None:
    from presence_api.live.rooms.limits import Limits  # noqa: PLC0415 - used here alone

    with presence_server(fast=True, limits=Limits(per_second=1, burst=5)) as server:
        raw = Raw(server)
        for _ in range(2000):
            raw.frame(0x81, b'{"op":"HB"}')
        assert raw.code() == 4429


def test_a_head_that_is_too_long_is_refused(served: PresenceServer) -> None:
    raw = Raw(served, whole=False)
    raw.socket.sendall(raw.head[:-2] + b"X: " + b"x" * 9000)
    assert b" 431 " in raw.until(b"\r\n")


def test_who_says_nothing_is_shown_out(served: PresenceServer) -> None:
    silent = socket.create_connection(("127.0.0.1", served.port), timeout=WAIT_S)
    half = socket.create_connection(("127.0.0.1", served.port), timeout=WAIT_S)
    half.sendall(b"GET /ws/presence HTTP/1.1\r\n")
    waiting = eventually(
        lambda: served.inside(lambda: list(served.live.handshakes)), lambda all_: len(all_) > 1, ""
    )
    later = served.loop.time() + 11

    def show_out() -> None:
        for one in waiting:
            one.overdue(later)

    served.inside(show_out)
    assert silent.recv(100) == b""
    assert half.recv(100).startswith(b"HTTP/1.1 408 ")


def test_when_the_server_ends_clients_are_asked_to_come_back() -> None:
    with presence_server(fast=True) as server:
        raw = Raw(server)
        raw.frame(0x81, b'{"op":"SUB","room":"order"}')
        raw.until(b"SNAPSHOT")
        server.server.should_exit = True
        data = raw.rest()
        assert b'"op":"GOODBYE"' in data
        assert struct.pack(">H", 1012) in data


def test_a_peer_that_does_not_read_does_not_hold_up_the_others() -> None:
    from presence_api.live.rooms.limits import Limits  # noqa: PLC0415 - used here alone

    limits = Limits(buffer_bytes=16 << 10, slow_s=1, per_second=1e6, burst=1e6, tick_s=0.001)
    with presence_server(fast=True, limits=limits) as server:
        stalled, reader, writer = Raw(server), Raw(server), Raw(server)
        for one in (stalled, reader, writer):
            one.frame(0x81, b'{"op":"SUB","room":"order"}')
            one.until(b"SNAPSHOT")
        row = "x" * 250
        number = 0

        def write() -> int:
            nonlocal number
            for _ in range(50):
                number += 1
                text = json.dumps({"op": "FOCUS", "room": "order", "row": f"{row}{number}"})
                writer.frame(0x81, text.encode())
                writer.until(f"{number}".encode())
                reader.until(f"{number}".encode())
            return int(server.inside(lambda: server.live.sessions.closed[CloseCode.SLOW]))

        eventually(write, lambda closed: closed == 1, "the stalled one is closed")
