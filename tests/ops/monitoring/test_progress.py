"""Whether a group moves on."""

from hypothesis import given
from hypothesis import strategies as st

from ops.monitoring.progress import Progress
from orchestration.ports.consumer_group import Place

PLACE = Place("x.v1", 0)


def stalled(progress: Progress, position: int, end: int, now_s: float) -> float:
    return progress.stalled_s("g", {PLACE: position}, {PLACE: end}, now_s)[PLACE]


def test_a_position_that_stays_before_something_is_stalled_since_it_was_first_seen() -> None:
    progress = Progress()

    assert stalled(progress, 3, 4, 100) == 0
    assert stalled(progress, 3, 9, 160) == 60
    assert stalled(progress, 4, 9, 170) == 0
    assert stalled(progress, 4, 9, 175) == 5


def test_nobody_is_stalled_who_has_read_all() -> None:
    progress = Progress()

    assert [stalled(progress, 4, 4, now) for now in (0, 500, 1000)] == [0, 0, 0]
    assert stalled(progress, 4, 5, 1001) == 1


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
def test_it_is_the_time_since_the_last_look_that_saw_it_move_or_done(
    looks: list[tuple[int, int]],
) -> None:
    progress, since = Progress(), 0
    for now, (position, more) in enumerate(looks):
        end = position + more
        if more == 0 or now == 0 or position != looks[now - 1][0]:
            since = now
        assert stalled(progress, position, end, now) == now - since
