"""A consumer that dies at a step of its loop, in a process of its own.

Run as `python -m tests.faults.streaming.mortal_consumer BOOTSTRAP TOPIC DATABASE_URL STEP COUNT`:
with the COUNTth arrival at STEP it is gone; without a step it works until it is told to end.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

from metamodel.events._contract import FailurePolicy
from metamodel.events.codec import Codec
from metamodel.kernel.clock import SystemClock
from metamodel.kernel.errors import RampartError
from orchestration.adapters.consumer_group_kafka import KafkaConsumerGroup
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.adapters.postgres import Postgres
from orchestration.flows.consume_events import Consumption
from orchestration.flows.consumed_event import Event
from orchestration.flows.consumer_parts import ConsumerHealth, ConsumerTools, Stages
from tests.faults.streaming.numbered_events import numbered_contract

AFTER_POLL, AFTER_HANDLER = "after the poll", "after the handler"
AFTER_FORWARD, AFTER_BURY = "after a retry was sent", "after a dead letter was sent"
AFTER_COMMIT = "after the commit"
STEPS = (AFTER_POLL, AFTER_HANDLER, AFTER_FORWARD, AFTER_BURY, AFTER_COMMIT)
SCHEMA_ID = 77
TABLES = """
CREATE TABLE effect (event_id uuid PRIMARY KEY, seq bigserial, number int, actor text);
CREATE TABLE careless_effect (number int);
CREATE TABLE stumble (number int PRIMARY KEY);
"""


class Stumbled(RampartError):
    """The first attempts at some numbers fail in passing."""

    code = "TST-010"
    retryable = True


def stages_of(topic: str) -> Stages:
    """A topic with the fields of an audit event, and two retry topics with short waits."""
    policy = FailurePolicy(dead_letter=True, retry_after_s=(1, 1))
    return Stages(numbered_contract(topic, policy), f"{topic}.readers")


def codec_of(stages: Stages) -> Codec:
    """Its codec."""
    return Codec({stages.contract.name: stages.contract}, {stages.contract.name: SCHEMA_ID})


def main() -> None:
    """Consume until dead, or told to end."""
    bootstrap, topic, database_url, step, count = sys.argv[1:]
    stages, health = stages_of(topic), ConsumerHealth()
    codec, postgres = codec_of(stages), Postgres(database_url)
    group = KafkaConsumerGroup(bootstrap, stages.group, stages.topics)
    sink = KafkaEventSink(bootstrap, codec)
    fuse = Fuse(step, int(count))

    def handle(events: Sequence[Event]) -> None:
        fuse.reach(AFTER_POLL)
        with postgres.connection() as connection:
            for event in events:
                number = int(event.payload["reason"])
                if number % 10 == 3 and _stumbles(postgres, number):
                    raise Stumbled(str(number))
                values = (event.event_id, number, event.payload["actor"])
                connection.execute(
                    "INSERT INTO effect (event_id, number, actor) VALUES (%s, %s, %s)"
                    " ON CONFLICT DO NOTHING",
                    values,
                )
                connection.execute("INSERT INTO careless_effect VALUES (%s)", (number,))
        fuse.reach(AFTER_HANDLER)

    group.commit = fuse.after(AFTER_COMMIT, group.commit)  # type: ignore[method-assign]
    sink.forward = fuse.after(AFTER_FORWARD, sink.forward)  # type: ignore[method-assign]
    sink.bury = fuse.after(AFTER_BURY, sink.bury)  # type: ignore[method-assign]
    tools = ConsumerTools(group, sink, codec, SystemClock(), health)
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    Consumption(stages, handle, tools, told.wait).run()


class Fuse:
    """Kills this process at one step."""

    def __init__(self, step: str, count: int) -> None:
        self._step, self._left = step, count

    def reach(self, step: str) -> None:
        if step == self._step:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)

    def after(self, step: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(first: Any) -> Any:
            found = call(first)
            if first:
                self.reach(step)
            return found

        return called


def _stumbles(postgres: Postgres, number: int) -> bool:
    with postgres.connection() as connection:
        known = connection.execute(
            "INSERT INTO stumble VALUES (%s) ON CONFLICT DO NOTHING", [number]
        )
        return known.rowcount == 1


if __name__ == "__main__":
    main()
