"""Groups of a real cluster; positions are in the contract."""

from collections.abc import Iterator

import pytest
from confluent_kafka import Consumer

from orchestration.adapters.group_positions_kafka import KafkaGroupPositions
from orchestration.ports.consumer_group import Place
from orchestration.ports.event_source import EventSourceUnavailable
from orchestration.ports.group_positions import ConsumerGroup, GroupInUse
from tests.contract.kafka_log import KafkaLog
from tests.eventually import eventually

NOBODY = "127.0.0.1:1"


@pytest.fixture
def kafka(kafka_bootstrap: str) -> Iterator[KafkaLog]:
    log = KafkaLog(kafka_bootstrap, partitions=1)
    yield log
    log.remove()


def test_a_broker_that_is_not_there_is_unavailable() -> None:
    groups = KafkaGroupPositions(NOBODY, timeout_s=0.3)

    with pytest.raises(EventSourceUnavailable):
        groups.groups(["some."])
    for _ in range(2):  # the consumer that failed is not kept
        with pytest.raises(EventSourceUnavailable):
            groups.positions("some.group", [Place("some.topic.v1", 0)])


@pytest.mark.integration
@pytest.mark.parametrize("protocol", ["classic", "consumer"])
def test_a_group_that_lost_its_members_is_told_from_one_that_has_them(
    kafka: KafkaLog, protocol: str
) -> None:
    name = f"{kafka.topic}.{protocol}"
    groups = KafkaGroupPositions(kafka.bootstrap, timeout_s=20)
    options = {
        "bootstrap.servers": kafka.bootstrap,
        "group.id": name,
        "group.protocol": protocol,
        "auto.offset.reset": "earliest",
    }
    kafka.append(0, [b"x"])
    consumer = Consumer(options)
    consumer.subscribe([kafka.topic])
    eventually(lambda: consumer.poll(0.5), lambda message: message is not None, "the record")
    there, place = groups.groups([name]), Place(kafka.topic, 0)
    with pytest.raises(GroupInUse):
        groups.move(name, {place: 0})
    consumer.close()
    groups.move(name, {place: 1})
    assert groups.positions(name, [place]) == {place: 1}

    assert there == [ConsumerGroup(name, joins=True, has_members=True)]
    assert groups.groups([name]) == [ConsumerGroup(name, joins=True, has_members=False)]
