"""Groups."""

from orchestration.ports.consumer_group import Place
from orchestration.ports.group_positions import ConsumerGroup, GroupPositions
from tests.fakes.group_positions import FakeGroupPositions


def test_the_fake_is_a_cluster_that_knows_who_only_commits() -> None:
    fake = FakeGroupPositions()
    fake.commit("rampart.sink", Place("a.v1", 0), 3)
    groups: GroupPositions = fake

    assert groups.groups(["rampart."]) == [
        ConsumerGroup("rampart.sink", joins=False, has_members=False)
    ]
