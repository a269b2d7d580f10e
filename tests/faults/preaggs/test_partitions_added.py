"""A topic may get partitions while everything runs."""

import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewPartitions

from metamodel.events.codec import Codec
from tests.faults.preaggs.ground import Ground

pytestmark = pytest.mark.faults

MORE = 3


def test_every_partition_is_read_after_the_topic_has_got_more(ground: Ground) -> None:
    mark, taken = ground.intakes.newest_id(), ground.intakes.taken()
    before = len(ground.platform.source.state().high)
    admin = AdminClient({"bootstrap.servers": ground.settings.kafka_bootstrap})
    wanted = [NewPartitions(ground.topic, before + MORE)]
    admin.create_partitions(wanted)[ground.topic].result(timeout=20)

    producer = Producer({"bootstrap.servers": ground.settings.kafka_bootstrap})
    value = Codec.committed().encode(ground.topic, ground.event("orders.by_day", ground.day(0)))
    for partition in range(before + MORE):
        producer.produce(ground.topic, value=value, partition=partition)
    assert producer.flush(20) == 0

    ground.taken_in(taken.plus(before + MORE), "an event of every partition")
    read = {row.partition for row in ground.intakes.since(mark)}
    assert read == set(range(before + MORE))
