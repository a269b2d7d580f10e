"""A record as large as the topic takes is read, buried and settled as any other."""

import random

import pytest
from confluent_kafka import Producer

from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.ports.offset_ranges import offsets_between
from tests.faults.preaggs.ground import Ground

pytestmark = pytest.mark.faults

JUNK = random.Random(0).randbytes(1_048_000)  # nothing that could be compressed


def test_a_large_record_that_nobody_understands_is_buried_and_blocks_nobody(
    ground: Ground,
) -> None:
    taken = ground.intakes.taken()
    options = {"bootstrap.servers": ground.settings.kafka_bootstrap, "message.max.bytes": 2**21}
    producer = Producer(options)
    producer.produce(ground.topic, JUNK, key=b"anybody")
    assert producer.flush(20) == 0
    sent = ground.send(2)

    ground.taken_in(taken.plus(1 + sent), "the record and the events beside it")
    dead = KafkaEventSource(ground.settings.kafka_bootstrap, f"{ground.topic}.dlq")
    with dead.read(offsets_between({}, dict(dead.state().high))) as records:
        letters = {record.value: dict(record.headers) for record in records}
    assert letters[JUNK]["dlq.reason"].startswith(b"EVT-")
    assert len(letters[JUNK]["dlq.reason"]) <= 1024
