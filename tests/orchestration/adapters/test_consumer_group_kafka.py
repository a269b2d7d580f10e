"""A member of a Kafka group, beyond its contract: other members, and a broker that is away."""

from collections.abc import Iterator

import pytest
from confluent_kafka import KafkaError

from metamodel.streaming.broker_access import CredentialsRefused
from orchestration.adapters.consumer_group_kafka import KafkaConsumerGroup, _Positions
from orchestration.adapters.kafka_access import Client, KafkaAccess
from orchestration.ports.consumer_group import GroupUnavailable, Place
from tests.contract.consumer_group_contract import Reader
from tests.contract.kafka_log import KafkaLog
from tests.eventually import eventually

PARTITIONS = 4


@pytest.fixture
def logs(kafka_bootstrap: str) -> Iterator[list[KafkaLog]]:
    made = [KafkaLog(kafka_bootstrap, PARTITIONS) for _ in range(2)]
    yield made
    for log in made:
        log.remove()


def member(logs: list[KafkaLog]) -> Reader:
    topics = [log.topic for log in logs]
    return Reader(KafkaConsumerGroup(logs[0].bootstrap, f"{topics[0]}.members", topics))


@pytest.mark.integration
def test_members_share_the_partitions_and_each_has_the_same_ones_of_every_topic(
    logs: list[KafkaLog],
) -> None:
    one, two = member(logs), member(logs)

    def numbers() -> list[list[int]]:
        for who in (one, two):
            who.look()
        return [sorted(place.partition for place in who.owned) for who in (one, two)]

    def shared(found: list[list[int]]) -> bool:
        paired = all(mine[::2] == mine[1::2] for mine in found)
        return paired and all(found) and sum(map(len, found)) == 2 * PARTITIONS

    mine, others = eventually(numbers, shared, "the partitions, shared")
    assert not set(mine) & set(others)
    two.member.close()

    def alone() -> int:
        one.look()
        return len(one.owned)

    eventually(alone, lambda count: count == 2 * PARTITIONS, "all partitions back")
    one.member.close()


def test_a_broker_that_is_away_is_told_and_asked_again() -> None:
    away = KafkaConsumerGroup("127.0.0.1:1", "rampart.test", ["a.b.v1"], timeout_s=1)

    def told() -> bool:
        try:
            away.poll(budget_s=0.2)
        except GroupUnavailable:
            return True
        return False

    eventually(told, bool, "that nobody answers")
    with pytest.raises(GroupUnavailable):
        away.poll(budget_s=0.2)
    away.close()


def test_a_member_that_is_refused_says_so_and_goes_on_with_the_password_as_it_is_now() -> None:
    renewed: list[Client] = []

    class Rotated(KafkaAccess):
        def renew(self, client: Client) -> None:
            renewed.append(client)

    member = KafkaConsumerGroup("127.0.0.1:1", "rampart.test", ["a.b.v1"], access=Rotated())
    member._notice(KafkaError(KafkaError._AUTHENTICATION))
    with pytest.raises(CredentialsRefused):
        member.poll(budget_s=0)
    assert renewed == [member._consumer]
    member.close()


class Log:
    """Where a group and a log stand; `away` while nobody can tell."""

    def __init__(self, committed: int, begins: int) -> None:
        self.at, self.low, self.away = committed, begins, False

    def committed(self, _: Place) -> int:
        return self.at

    def begins(self, place: Place) -> int:
        if self.away:
            raise GroupUnavailable(str(place))
        return self.low


def test_a_jump_while_reading_is_a_loss_only_if_the_log_begins_behind_it() -> None:
    place, log = Place("a.b.v1", 0), Log(committed=0, begins=0)
    positions = _Positions(log.committed, log.begins)
    positions.come(place, 0)
    positions.leave(place, 4)
    assert positions.lost() == {}

    positions.come(place, 9)  # compaction, or the end of a transaction
    positions.leave(place, 9)
    assert positions.lost() == {}

    log.low = 20
    positions.come(place, 20)
    positions.leave(place, 20)
    log.away = True
    assert positions.lost() == {}
    log.away = False
    assert positions.lost() == {place: 10}
    assert positions.lost() == {}


def test_a_place_that_left_and_came_back_begins_where_it_was_committed() -> None:
    place, log = Place("a.b.v1", 0), Log(committed=5, begins=0)
    positions = _Positions(log.committed, log.begins)
    positions.come(place, 5)
    positions.leave(place, 9)
    positions.forget([place])
    positions.come(place, 5)
    assert positions.lost() == {}
