"""Whoever does not read is put out of the fast socket, and then really gone.

On ASGI uvicorn waits for its own pings to fail, 40 s: nobody beneath it can reset a connection.
"""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from presence_api.live.closing import CloseCode
from presence_api.live.rooms.limits import Limits
from tests.contract.presence_frames import BARE, CLOSE, TEXT, client_frame, opening
from tests.contract.presence_raw_client import RawClient
from tests.contract.presence_server import ORIGIN, PresenceServer, presence_server
from tests.eventually import eventually

LIMITS = Limits(
    buffer_bytes=16 << 10, slow_s=0.1, per_second=1e6, burst=1e6, tick_s=0.001, ping_s=3600
)
SMALL_WINDOW = 4096
GONE_S = 10.0  # far beyond the second that a farewell may take
LONG = "漢" * 240


class Ground:
    """A room with one who speaks and reads, and one who only comes in."""

    def __init__(self, served: PresenceServer, until: ExitStack) -> None:
        self.served, self._number = served, 0
        self.speaker = until.enter_context(RawClient(served.port))
        self.speaker.opened(opening(served.protocols("speaker"), Origin=ORIGIN))
        self.speaker.say("SUB", room="order")
        self.speaker.until("SNAPSHOT")
        self.before = self.connections()
        self.stalled = until.enter_context(RawClient(served.port, receive_bytes=SMALL_WINDOW))
        self.stalled.opened(opening(served.protocols("stalled"), Origin=ORIGIN))
        self.stalled.say("SUB", room="order")

    def connections(self) -> int:
        """Those that the server still has, whatever became of their sessions."""
        found: int = self.served.inside(lambda: len(self.served.server.server_state.connections))
        return found

    def speak(self) -> None:
        """Fifty messages, each of which the speaker hears again."""
        for _ in range(50):
            self._number += 1
            row = f"{self._number}{LONG}"
            text = json.dumps({"op": "FOCUS", "room": "order", "row": row, "field": LONG})
            self.speaker.send(client_frame(TEXT, text.encode(), BARE))
            while self.speaker.until("DIFF").get("active", [{}])[0].get("row") != row:
                pass

    def behind(self) -> int:
        self.speak()
        return int(self.served.inside(lambda: len(self.served.live.sessions.slow)))

    def put_out(self) -> int:
        self.speak()
        return int(self.served.inside(lambda: self.served.live.sessions.closed[CloseCode.SLOW]))


@pytest.fixture
def ground() -> Iterator[Ground]:
    with presence_server(fast=True, limits=LIMITS) as served, ExitStack() as until:
        yield Ground(served, until)


def test_whoever_does_not_read_is_put_out_and_its_connection_is_gone(ground: Ground) -> None:
    assert eventually(ground.put_out, (1).__eq__, "the stalled one is put out") == 1
    eventually(ground.connections, ground.before.__eq__, "it is gone", timeout_s=GONE_S)


def farewell(client: RawClient) -> None:
    client.send(client_frame(CLOSE, b"\x03\xe8"))


def end_of_file(client: RawClient) -> None:
    client.socket.shutdown(socket.SHUT_WR)


@pytest.mark.parametrize("last_word", [farewell, end_of_file])
def test_whoever_does_not_read_and_ends_it_is_gone_too(
    ground: Ground, last_word: Callable[[RawClient], None]
) -> None:
    eventually(ground.behind, (1).__eq__, "the stalled one is behind")
    last_word(ground.stalled)
    eventually(ground.connections, ground.before.__eq__, "it is gone", timeout_s=GONE_S)
