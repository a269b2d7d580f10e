"""The newest messages of a room."""

from hypothesis import given
from hypothesis import strategies as st

from presence_api.live.rooms.missed import Missed


@given(st.lists(st.binary(min_size=1, max_size=9), max_size=30), st.integers(0, 40))
def test_the_last_ones_come_in_one_piece_or_not_at_all(frames: list[bytes], count: int) -> None:
    kept = Missed(messages=10, size_bytes=50)
    for frame in frames:
        kept.add(frame)
    found = kept.last(count)
    if found is None:
        assert count > 10 or sum(map(len, frames[-count:])) > 50 or count > len(frames)
    else:
        assert found == b"".join(frames[len(frames) - count :])
        assert len(found) <= 50


def test_one_message_larger_than_all_is_not_kept() -> None:
    kept = Missed(messages=10, size_bytes=5)
    kept.add(b"123456")
    assert kept.last(1) is None
    assert kept.last(0) == b""
