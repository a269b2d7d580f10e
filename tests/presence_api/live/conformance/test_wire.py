"""Whatever bytes come, in whatever pieces: an answer of the protocol, and nothing left behind."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presence_api.live.closing import CloseCode
from presence_api.live.fast_socket import FastSocket
from tests.contract.presence_frames import BARE, client_frame
from tests.presence_api.live.conformance.frame_cases import CASES, MOST, Case
from tests.presence_api.live.conformance.messages import as_bytes
from tests.presence_api.live.conformance.wire import Wired

CODES: Final = frozenset(CloseCode)
STATUSES: Final = (101, 400, 401, 403, 426, 431)
HEAD_BYTES: Final = 8192

firsts = st.sampled_from([0x81, 0x01, 0x00, 0x80, 0x82, 0x88, 0x89, 0x8A]) | st.integers(0, 255)
masks = st.sampled_from([BARE]) | st.binary(min_size=4, max_size=4)
payloads = as_bytes | st.integers(0, MOST + 2).map(lambda size: b"x" * size)
frames = st.builds(client_frame, firsts, payloads, masks)
heads = st.builds(
    lambda first, second, more: bytes((first, second)) + more,
    firsts,
    st.integers(0, 255),
    st.binary(max_size=12),
)
streams = st.lists(frames | frames | heads | st.binary(max_size=40), max_size=12).map(b"".join)


def cut(stream: bytes, at: Sequence[int]) -> list[bytes]:
    """The same bytes in pieces."""
    places = sorted({0, len(stream), *(place % (len(stream) + 1) for place in at)})
    return [stream[a:b] for a, b in pairwise(places)]


@settings(max_examples=200)
@given(streams, st.lists(st.integers(0, 10**6), max_size=8))
def test_law_any_bytes_are_answered_by_the_protocol_and_leave_nothing(
    stream: bytes, at: Sequence[int]
) -> None:
    wired = Wired()
    wired.hear(*cut(stream, at))
    assert wired.code() in CODES | {None} | set(range(3000, 5000)) | set(range(1000, 1015))
    assert wired.is_forgotten()


@settings(max_examples=100)
@given(streams, st.lists(st.integers(0, 10**6), min_size=1, max_size=8))
def test_law_how_bytes_are_cut_into_packets_changes_no_answer(
    stream: bytes, at: Sequence[int]
) -> None:
    whole, cut_up = Wired(), Wired()
    whole.hear(stream)
    cut_up.hear(*cut(stream, at))
    assert cut_up.code() == whole.code()


@settings(max_examples=100)
@given(
    st.binary(max_size=200) | st.integers(0, 9000).map(lambda n: b"GET /ws/presence " + b"x" * n)
)
def test_law_any_first_bytes_are_waited_for_or_refused(first: bytes) -> None:
    wired = Wired(opened=False)
    wired.hear(first)
    written = wired.transport.written
    assert wired.transport.open or int(written.split()[1]) in STATUSES
    assert len(wired.socket._buffer) <= HEAD_BYTES
    assert wired.is_forgotten()


@settings(max_examples=100)
@given(st.data())
def test_law_a_good_opening_with_bytes_changed_is_answered_with_a_status(
    data: st.DataObject,
) -> None:
    wired = Wired(opened=False)
    head = bytearray(wired.head())
    for _ in range(data.draw(st.integers(1, 4))):
        head[data.draw(st.integers(0, len(head) - 1))] = data.draw(st.integers(0, 255))
    wired.hear(bytes(head))
    written = wired.transport.written
    assert not written or int(written.split()[1]) in STATUSES
    assert wired.is_forgotten()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_case_of_the_table_leaves_nothing_behind(case: Case) -> None:
    wired = Wired()
    wired.hear(*case.said)
    assert wired.is_forgotten()


def test_canary_a_socket_that_keeps_what_it_has_read_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = FastSocket._read

    def hoarding(socket: FastSocket, data: bytes, *more: int) -> int:
        used = read(socket, data, *more)
        socket._message = (socket._message or b"") + data
        return used

    monkeypatch.setattr(FastSocket, "_read", hoarding)
    wired = Wired()
    with pytest.raises(AssertionError):
        wired.hear(*[client_frame(0x8A, b"x" * 125)] * 200)


def test_canary_a_socket_that_is_never_let_go_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FastSocket, "connection_lost", lambda *_: None)
    wired = Wired()
    assert not wired.is_forgotten()
