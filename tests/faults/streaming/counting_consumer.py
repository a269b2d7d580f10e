"""A consumer that writes each event down twice: by event id, and as if every delivery were new.

Run as `python -m tests.faults.streaming.counting_consumer TOPIC DATABASE_URL STEP COUNT`, with the
broker in the environment; with the COUNTth arrival at STEP of its loop it is gone.
"""

import signal
import sys
import threading
from collections.abc import Sequence

from metamodel.events._contract import FailurePolicy
from metamodel.events.codec import Codec
from metamodel.kernel.clock import SystemClock
from orchestration import composition
from orchestration.adapters.consumer_group_kafka import KafkaConsumerGroup
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.adapters.postgres import Postgres
from orchestration.flows.consume_events import Consumption
from orchestration.flows.consumed_event import Event
from orchestration.flows.consumer_parts import ConsumerTools, Stages
from orchestration.settings import Settings
from tests.faults.streaming.mortal_consumer import AFTER_COMMIT, AFTER_HANDLER, Fuse
from tests.faults.streaming.numbered_events import numbered_contract

SCHEMA_ID = 77
TABLES = """
CREATE TABLE effect (event_id uuid PRIMARY KEY, seq bigserial, number int, actor text);
CREATE TABLE careless_effect (number int);
"""
EFFECT = "INSERT INTO effect (event_id, number, actor) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
CARELESS_EFFECT = "INSERT INTO careless_effect VALUES (%s)"


def stages_of(topic: str) -> Stages:
    """One topic, without a place for what fails: nothing of it may."""
    contract = numbered_contract(topic, FailurePolicy(dead_letter=True))
    return Stages(contract, f"rampart.{topic}.counters")


def codec_of(stages: Stages) -> Codec:
    """Its codec."""
    return Codec({stages.contract.name: stages.contract}, {stages.contract.name: SCHEMA_ID})


def main(topic: str, database_url: str, step: str, count: str) -> None:
    """Consume until dead, or told to end."""
    stages, settings, postgres = stages_of(topic), Settings(), Postgres(database_url)
    bootstrap, access = settings.kafka_bootstrap, composition.kafka_access(settings)
    codec, fuse = codec_of(stages), Fuse(step, int(count))
    group = KafkaConsumerGroup(bootstrap, stages.group, stages.topics, access=access)
    sink = KafkaEventSink(bootstrap, codec, access=access)

    def handle(events: Sequence[Event]) -> None:
        rows = [
            (item.event_id, int(item.payload["reason"]), item.payload["actor"]) for item in events
        ]
        with postgres.connection() as connection, connection.cursor() as cursor:
            cursor.executemany(EFFECT, rows)
            cursor.executemany(CARELESS_EFFECT, [(number,) for _, number, _ in rows])
        fuse.reach(AFTER_HANDLER)

    group.commit = fuse.after(AFTER_COMMIT, group.commit)  # type: ignore[method-assign]
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    Consumption(stages, handle, ConsumerTools(group, sink, codec, SystemClock()), told.wait).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
