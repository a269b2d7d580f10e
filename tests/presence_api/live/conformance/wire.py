"""A fast socket without a network: what is sent to it, what it answers, and what it keeps."""

import asyncio
from typing import Any, Final

from presence_api.live.fast_socket import FastSocket
from presence_api.live.handshake import Door
from presence_api.live.live import Live, LoopTimers
from presence_api.live.rooms.person import Person
from presence_api.live.tickets import PREFIX, Admission
from tests.contract.presence_frames import CLOSE, FrameReader, code_of, opening
from tests.fakes.instance import HOUR_S, Instance, desk_of
from tests.presence_api.live.conformance.fuzzed import LIMITS

ORIGIN: Final = "http://app.example"
FAREWELL_S: Final = 1.5
HEAD_END: Final = b"\r\n\r\n"


class FakeTransport(asyncio.Transport):
    """Keeps what is written to it; it is over once it is closed, and its protocol is told."""

    def __init__(self, protocol: asyncio.Protocol) -> None:
        super().__init__({"peername": ("10.0.0.9", 4711)})
        self.written = b""
        self.open = True
        self._protocol_of_it = protocol

    def write(self, data: Any) -> None:
        assert self.open, "written to after its end"
        self.written += data

    def close(self) -> None:
        if self.open:
            self.open = False
            self._protocol_of_it.connection_lost(None)

    abort = close

    def is_closing(self) -> bool:
        return not self.open

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Nothing is ever full here."""


class Wired:
    """A service on fakes, and one connection to it that is welcomed unless `opened` is False."""

    def __init__(self, *, opened: bool = True) -> None:
        self.instance = Instance(LIMITS)
        timers = LoopTimers()
        timers.attach(self.instance.timers)
        door = Door({ORIGIN}, self.instance.tickets)
        desk = desk_of(self.instance.locks, self.instance.table, self.instance.clock)
        self.live = Live(self.instance.sessions, door, desk, timers)
        self.connections: set[Any] = set()
        self.socket = FastSocket(self.live, self.connections)
        self.transport = FakeTransport(self.socket)
        self.socket.connection_made(self.transport)
        if opened:
            self.hear(self.head())

    def head(self) -> bytes:
        """An opening that is accepted."""
        person = Person("mallory", "Mallory", "acme")
        ends_at = self.instance.sessions.now() + HOUR_S
        ticket = self.instance.tickets.issue(Admission(person, ends_at))
        return opening(["rampart.presence.v1", PREFIX + ticket], Origin=ORIGIN)

    def hear(self, *parts: bytes) -> None:
        """What comes in, while anything can; each part is kept for no longer than it must be."""
        for part in parts:
            if self.transport.open:
                self.socket.data_received(part)
                self.instance.timers.turn()
                most = LIMITS.frame_bytes + 14 + len(part)
                assert len(self.socket._buffer) <= most
                assert len(self.socket._message or b"") <= LIMITS.frame_bytes

    def answers(self) -> list[tuple[int, bytes]]:
        """The frames that were written; nothing may follow a CLOSE. Raises ServerAtFault."""
        head, _, frames = self.transport.written.partition(HEAD_END)
        if b" 101 " not in head:
            return []
        reader = FrameReader()
        found = list(reader.feed(frames))
        assert reader._left == b"", "half a frame"
        assert CLOSE not in [first for first, _ in found[:-1]], "something follows a CLOSE"
        return found

    def code(self) -> int | None:
        """How it said farewell; None: it did not."""
        found = self.answers()
        return code_of(found[-1][1]) if found and found[-1][0] == CLOSE else None

    def is_forgotten(self) -> bool:
        """Once the other end is gone and the grace is over, nothing of it is kept."""
        self.instance.pass_time(FAREWELL_S)
        ended = self.code() is not None
        assert not (ended and self.transport.open), "said farewell, and stayed"
        self.transport.close()
        self.instance.pass_time(12)
        sessions = self.instance.sessions
        left = (self.connections, self.live.handshakes, sessions._live, sessions._kept)
        return not any(left) and len(self.instance.rooms) == 0
