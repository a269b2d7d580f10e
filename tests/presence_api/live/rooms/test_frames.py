"""Frames as a server writes them, read back by a peer's own parser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Close, Opcode
from websockets.frames import Frame as PeersFrame
from websockets.streams import StreamReader

from presence_api.live.rooms.frames import close_frame, frames_in, pong_frame, text_frame


def read_by_a_peer(data: bytes) -> PeersFrame:
    reader = StreamReader()
    reader.feed_data(data)
    steps = PeersFrame.parse(reader.read_exact, mask=False, max_size=None)
    try:
        while True:
            next(steps)
    except StopIteration as end:
        frame: PeersFrame = end.value
        return frame


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
def test_a_peer_reads_each_length(size: int) -> None:
    frame = read_by_a_peer(text_frame(b"x" * size))
    assert (frame.opcode, frame.fin, len(frame.data)) == (Opcode.TEXT, True, size)


@given(st.integers(3000, 4999), st.text(max_size=200))
def test_a_reason_of_any_length_is_cut_between_characters(code: int, reason: str) -> None:
    said = Close.parse(bytes(read_by_a_peer(close_frame(code, reason)).data))
    assert said.code == code
    assert reason.startswith(said.reason)
    assert len(said.reason.encode()) <= 123


def test_a_pong_repeats_what_the_ping_held() -> None:
    frame = read_by_a_peer(pong_frame(b"there?"))
    assert (frame.opcode, bytes(frame.data)) == (Opcode.PONG, b"there?")


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_frames_in_a_row_are_found_again(payloads: list[bytes]) -> None:
    data = b"".join(text_frame(item) for item in payloads)
    assert list(frames_in(data)) == [(0x81, item) for item in payloads]
