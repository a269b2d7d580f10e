"""The age of what a group has not read, found by moments."""

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from orchestration.flows.find_oldest_unread import find_oldest_unread
from orchestration.ports.consumer_group import Place
from orchestration.ports.log_offsets import Found
from tests.fakes.log_offsets import FakeLogOffsets

PLACE = Place("entity.lifecycle.v1", 0)
DAY_MS = 86_400_000


def log_of(*timestamps: int) -> FakeLogOffsets:
    log = FakeLogOffsets()
    for timestamp in timestamps:
        log.append(PLACE, timestamp)
    return log


def oldest(log: FakeLogOffsets, position: int, *, compacted: bool = False) -> int | None:
    topics = [PLACE.topic] if compacted else []
    return find_oldest_unread(log, {PLACE: position}, topics).get(PLACE)


rising = st.lists(st.integers(0, 10 * DAY_MS), min_size=1, max_size=30).map(
    lambda steps: list(accumulate(steps))
)


@given(rising, st.data())
def test_it_is_the_timestamp_of_the_first_unread_record(
    timestamps: list[int], data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, len(timestamps) - 1))

    assert oldest(log_of(*timestamps), position) == timestamps[position]


@given(
    st.lists(st.integers(1, DAY_MS), min_size=1, max_size=30).map(lambda x: list(accumulate(x))),
    st.data(),
)
def test_in_a_compacted_log_it_is_that_of_the_first_one_left(
    timestamps: list[int], data: st.DataObject
) -> None:
    log, last = log_of(*timestamps), len(timestamps) - 1
    kept = data.draw(st.sets(st.integers(0, last))) | {last}  # the newest is never compacted
    log.records[PLACE] = [item for item in log.records[PLACE] if item.offset in kept]
    position = data.draw(st.integers(0, last))

    first = next(item for item in log.records[PLACE] if item.offset >= position)
    assert oldest(log, position, compacted=True) == first.timestamp_ms


@given(st.lists(st.integers(0, DAY_MS), min_size=1, max_size=20), st.data())
def test_where_timestamps_fall_an_age_is_never_overstated(
    timestamps: list[int], data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, len(timestamps) - 1))
    found = oldest(log_of(*timestamps), position)

    assert found is not None
    assert found >= timestamps[position]


def test_what_retention_took_is_not_waited_for() -> None:
    log = log_of(1000, 2000, 3000)
    del log.records[PLACE][:2]

    assert oldest(log, 0) == 3000


def test_a_group_stuck_amid_one_burst_grows_older_whatever_comes_after() -> None:
    assert oldest(log_of(1000, 5000, 5000, 5000), 2) == 5000
    assert oldest(log_of(1000, 5000, 5000, 5000, 90_000), 2) == 5000


def test_a_log_that_was_emptied_meanwhile_has_nothing_unread() -> None:
    log = log_of(1000)
    log.records[PLACE] = []

    assert oldest(log, 0) is None


def test_a_week_is_searched_in_some_thirty_requests_for_all_partitions_together() -> None:
    log, places = FakeLogOffsets(), [Place("entity.lifecycle.v1", item) for item in range(50)]
    for number, place in enumerate(places):
        log.records[place] = [Found(item, item * 7 * DAY_MS // 100 + number) for item in range(100)]

    found = find_oldest_unread(log, dict.fromkeys(places, 60))

    assert [found[place] for place in places] == [60 * 7 * DAY_MS // 100 + n for n in range(50)]
    assert log.asked <= 36
