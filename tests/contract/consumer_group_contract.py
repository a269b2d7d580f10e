"""What every member of a group promises; run on the fake always, on Kafka in integration."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol

import pytest

from orchestration.ports.consumer_group import ConsumerGroup, Place
from orchestration.ports.event_source import Record
from tests.eventually import eventually


class GroupUnderTest(Protocol):
    """A group on an empty topic and an empty second one, two partitions each."""

    topic: str
    second: str

    def member(self) -> ConsumerGroup:
        """One more member; the test closes it."""
        ...

    def append(self, place: Place, values: Sequence[bytes], *, key: bytes | None = None) -> None:
        """Records at the end of a place."""
        ...

    def delete_before(self, place: Place, offset: int) -> None:
        """Let retention take what lies before."""
        ...


class Reader:
    """A member that collects what it polls."""

    def __init__(self, member: ConsumerGroup) -> None:
        self.member = member
        self.found: list[tuple[Place, Record]] = []
        self.owned: set[Place] = set()
        self.lost: dict[Place, int] = {}

    def look(self) -> int:
        """Poll once; how many records were found so far."""
        polled = self.member.poll(budget_s=0.2)
        self.owned = (self.owned - polled.left) | polled.arrived
        self.found += [(item.place, item.record) for item in polled.records]
        self.lost |= polled.lost
        return len(self.found)

    def values(self, count: int) -> list[bytes | None]:
        """The next `count` values in the order in which they came."""
        eventually(self.look, lambda seen: seen >= count, f"{count} records")
        found, self.found = self.found, []
        return [record.value for _, record in found]


class ConsumerGroupContract(ABC):
    """Subclass it and give it a group."""

    @pytest.fixture(autouse=True)
    @abstractmethod
    def under_test(self) -> GroupUnderTest:
        """A fresh group."""

    def test_a_new_group_begins_at_the_first_record_of_each_topic(
        self, under_test: GroupUnderTest
    ) -> None:
        under_test.append(Place(under_test.topic, 0), [b"a", b"b"])
        under_test.append(Place(under_test.second, 1), [b"c"])
        reader = Reader(under_test.member())
        assert sorted(reader.values(3), key=repr) == [b"a", b"b", b"c"]
        assert reader.owned == {
            Place(topic, number)
            for topic in (under_test.topic, under_test.second)
            for number in (0, 1)
        }
        reader.member.close()

    def test_what_retention_took_before_the_group_read_it_is_counted(
        self, under_test: GroupUnderTest
    ) -> None:
        place = Place(under_test.topic, 0)
        under_test.append(place, [b"a", b"b", b"c", b"d"])
        reader = Reader(under_test.member())
        reader.values(4)
        reader.member.commit({place: 1})
        reader.member.close()
        assert reader.lost == {}

        under_test.delete_before(place, 3)
        again = Reader(under_test.member())
        assert again.values(1) == [b"d"]
        assert again.lost == {place: 2}
        again.member.close()

    def test_what_lay_before_a_groups_beginning_is_no_loss(
        self, under_test: GroupUnderTest
    ) -> None:
        place = Place(under_test.topic, 0)
        under_test.append(place, [b"a", b"b"])
        under_test.delete_before(place, 1)
        reader = Reader(under_test.member())
        assert reader.values(1) == [b"b"]
        assert reader.lost == {}
        reader.member.close()

    def test_what_was_not_committed_comes_again(self, under_test: GroupUnderTest) -> None:
        place = Place(under_test.topic, 0)
        under_test.append(place, [b"a", b"b", b"c"])
        first = Reader(under_test.member())
        assert first.values(3) == [b"a", b"b", b"c"]
        first.member.commit({place: 1})
        first.member.close()
        second = Reader(under_test.member())
        assert second.values(2) == [b"b", b"c"]
        second.member.close()

    def test_a_place_that_is_held_gives_nothing_until_it_is_not(
        self, under_test: GroupUnderTest
    ) -> None:
        held, free = Place(under_test.topic, 0), Place(under_test.topic, 1)
        reader = Reader(under_test.member())
        eventually(reader.look, lambda _: held in reader.owned, "its places")
        reader.member.hold([held])
        under_test.append(held, [b"held"])
        under_test.append(free, [b"free"])
        assert reader.values(1) == [b"free"]
        reader.member.hold([])
        assert reader.values(1) == [b"held"]
        reader.member.close()

    def test_a_place_that_was_held_goes_on_after_the_last_record_it_gave(
        self, under_test: GroupUnderTest
    ) -> None:
        place = Place(under_test.topic, 1)
        under_test.append(place, [b"a", b"b"])
        reader = Reader(under_test.member())
        assert reader.values(2) == [b"a", b"b"]
        for count in range(3):
            reader.member.hold([place])
            under_test.append(place, [b"%d" % count])
            assert reader.look() == 0
            reader.member.hold([])
            assert reader.values(1) == [b"%d" % count]
        reader.member.close()

    def test_unsettled_keys_are_those_from_the_committed_position_on(
        self, under_test: GroupUnderTest
    ) -> None:
        place = Place(under_test.second, 0)
        for key in (b"one", b"two", b"three"):
            under_test.append(place, [b"x"], key=key)
        reader = Reader(under_test.member())
        assert len(reader.values(3)) == 3
        assert reader.member.unsettled_keys(place) == [b"one", b"two", b"three"]
        reader.member.commit({place: 1})
        assert reader.member.unsettled_keys(place) == [b"two", b"three"]
        reader.member.commit({place: 3})
        assert reader.member.unsettled_keys(place) == []
        reader.member.close()

    def test_nothing_happens_to_a_place_that_is_not_ours(self, under_test: GroupUnderTest) -> None:
        reader = Reader(under_test.member())
        eventually(reader.look, lambda _: reader.owned, "its places")
        stranger = Place(under_test.topic, 7)
        reader.member.commit({stranger: 5})
        reader.member.hold([stranger])
        reader.look()
        reader.member.close()
