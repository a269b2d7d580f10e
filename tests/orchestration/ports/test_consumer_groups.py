"""Groups."""

from orchestration.ports.consumer_groups import ConsumerGroup, ConsumerGroups
from orchestration.ports.log_offsets import Place
from tests.fakes.consumer_groups import FakeConsumerGroups


def test_the_fake_is_a_cluster_that_knows_who_only_commits() -> None:
    fake = FakeConsumerGroups()
    fake.commit("rampart.sink", Place("a.v1", 0), 3)
    groups: ConsumerGroups = fake

    assert groups.groups(["rampart."]) == [
        ConsumerGroup("rampart.sink", joins=False, has_members=False)
    ]
