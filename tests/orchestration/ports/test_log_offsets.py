"""Places and moments in logs."""

from orchestration.ports.log_offsets import NEWEST, LogOffsets, Place
from tests.fakes.log_offsets import FakeLogOffsets


def test_places_are_ordered_by_topic_and_partition() -> None:
    places = [Place("b.v1", 0), Place("a.v1", 10), Place("a.v1", 9)]

    assert sorted(places) == [Place("a.v1", 9), Place("a.v1", 10), Place("b.v1", 0)]


def test_the_fake_holds_logs_and_no_moment_is_mistaken_for_the_newest() -> None:
    log: LogOffsets = FakeLogOffsets()

    assert log.extents(["a.v1"]) == {}
    assert NEWEST < 0
