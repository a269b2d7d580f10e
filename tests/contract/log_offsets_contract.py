"""What offsets and groups are, in memory and on a broker."""

from typing import Protocol

from orchestration.flows.find_oldest_unread import find_oldest_unread
from orchestration.ports.consumer_group import Place
from orchestration.ports.group_positions import GroupPositions
from orchestration.ports.log_offsets import NEWEST, Extent, Found, LogOffsets

NOW_MS = 1_790_000_000_000


class LogUnderTest(Protocol):
    """One topic with one partition, and who reads it."""

    place: Place
    group: str

    @property
    def log(self) -> LogOffsets: ...

    @property
    def groups(self) -> GroupPositions: ...

    def append(self, timestamp_ms: int) -> None:
        """One record."""
        ...

    def commit(self, offset: int) -> None:
        """A program that is no member commits a position."""
        ...

    def begin_at(self, offset: int) -> None:
        """Take away what lies before."""
        ...


class LogOffsetsContract:
    """Offsets and timestamps."""

    def test_an_empty_log_begins_where_it_ends_and_holds_no_record(
        self, under_test: LogUnderTest
    ) -> None:
        place, log = under_test.place, under_test.log

        assert log.extents([place.topic])[place] == Extent(0, 0)
        assert log.at({place: 0}) == {}
        assert log.at({place: NEWEST}) == {}

    def test_the_first_record_of_a_moment_and_the_newest(self, under_test: LogUnderTest) -> None:
        place, log = under_test.place, under_test.log
        for second in (0, 10, 20):
            under_test.append(NOW_MS + second * 1000)

        assert log.extents([place.topic]) == {place: Extent(0, 3)}
        assert log.at({place: 0}) == {place: Found(0, NOW_MS)}
        assert log.at({place: NOW_MS + 1}) == {place: Found(1, NOW_MS + 10_000)}
        assert log.at({place: NOW_MS + 20_001}) == {}
        assert log.at({place: NEWEST}) == {place: Found(2, NOW_MS + 20_000)}

    def test_what_was_taken_away_is_not_there(self, under_test: LogUnderTest) -> None:
        place, log = under_test.place, under_test.log
        for second in (0, 10):
            under_test.append(NOW_MS + second * 1000)
        under_test.begin_at(1)

        assert log.extents([place.topic]) == {place: Extent(1, 2)}
        assert log.at({place: 0}) == {place: Found(1, NOW_MS + 10_000)}

    def test_a_topic_that_does_not_exist_has_no_partitions(self, under_test: LogUnderTest) -> None:
        assert under_test.log.extents(["nowhere.v1"]) == {}

    def test_the_oldest_unread_is_found(self, under_test: LogUnderTest) -> None:
        place, log = under_test.place, under_test.log
        for second in (0, 10, 10, 10, 7000):
            under_test.append(NOW_MS + second * 1000)

        wanted = (0, 10, 10, 10, 7000)
        for position, second in enumerate(wanted):
            found = find_oldest_unread(log, {place: position})
            assert found == {place: NOW_MS + second * 1000}, position


class GroupPositionsContract:
    """Positions, by group."""

    def test_a_group_stands_where_it_committed_and_nowhere_else(
        self, under_test: LogUnderTest
    ) -> None:
        under_test.append(NOW_MS)
        under_test.commit(1)
        places = [under_test.place]

        assert under_test.groups.positions(under_test.group, places) == {under_test.place: 1}
        assert under_test.groups.positions(f"{under_test.group}.other", places) == {}

    def test_one_that_only_commits_is_known_by_its_name_and_does_not_join(
        self, under_test: LogUnderTest
    ) -> None:
        under_test.append(NOW_MS)
        under_test.commit(1)

        found = under_test.groups.groups([under_test.group])
        assert [(item.name, item.joins, item.has_members) for item in found] == [
            (under_test.group, False, False)
        ]
        assert under_test.groups.groups(["nobody."]) == []

    def test_a_group_without_members_is_moved_and_its_other_places_stay(
        self, under_test: LogUnderTest
    ) -> None:
        place, groups = under_test.place, under_test.groups
        for _ in range(3):
            under_test.append(NOW_MS)
        under_test.commit(3)
        groups.move(under_test.group, {place: 1})
        assert groups.positions(under_test.group, [place]) == {place: 1}
        groups.move(under_test.group, {})
        assert groups.positions(under_test.group, [place]) == {place: 1}
