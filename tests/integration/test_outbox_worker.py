"""The role `worker` on real servers: a row becomes an event."""

import os

import psycopg
import pytest

from metamodel.events._example import example_of
from metamodel.events.codec import Codec
from metamodel.events.entity_lifecycle import EntityLifecycle
from ops.stack.running import running_stack
from orchestration.ports.offset_ranges import offsets_between
from presence_api.adapters.outbox_postgres import insert_of
from presence_api.entities.outbox.outgoing import outgoing_event
from tests.contract.kafka_log import KafkaLog
from tests.eventually import eventually

pytestmark = pytest.mark.integration


def test_a_row_that_a_transaction_left_becomes_an_event_that_decodes_equal() -> None:
    codec, payload = Codec.committed(), example_of(EntityLifecycle.schema)
    event = outgoing_event(codec, EntityLifecycle.name, payload)
    with running_stack(f"outbox-worker-{os.getpid()}", components=["presence_worker"]) as stack:
        log = KafkaLog.of_existing(stack.environment["RAMPART_KAFKA_BOOTSTRAP"], event.topic)
        with psycopg.connect(stack.environment["RAMPART_DATABASE_URL"]) as connection:
            connection.execute(*insert_of([event]))

        ends = eventually(
            lambda: dict(log.source.state().high), lambda high: sum(high.values()), "the event"
        )
        with log.source.read(offsets_between({}, ends)) as records:
            (record,) = records

    assert codec.decode(event.topic, record.value) == payload
    assert (record.key or b"").decode() == EntityLifecycle.key(payload)
    assert dict(record.headers)["ce_id"].decode() == str(payload["event_id"])
