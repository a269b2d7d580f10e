"""The disk of a broker is full: what it acknowledged is there afterwards, and nothing is lost."""

import os
import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from confluent_kafka import KafkaError, Message, Producer

from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.flows.consumed_event import Event
from orchestration.ports.event_sink import EventNotDelivered
from tests.eventually import eventually
from tests.faults.streaming.consumer_ground import Ground
from tests.faults.streaming.numbered_events import numbered_events
from tests.faults.streaming.small_disk import SmallDisk, small_disk

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

PARTITIONS, AT_ONCE, NOISE_BYTES = 2, 20, 10_000
LEFT_BYTES = 3 * 2**20
MOST_CALLS = 200  # many times what is left
NOISE = random.Random(13)


@pytest.fixture(scope="module")
def stack() -> Iterator[Supervisor]:
    with running_stack(f"faults-disk-{os.getpid()}", ["kafka"]) as running:
        yield running


@pytest.fixture
def disk(stack: Supervisor) -> Iterator[SmallDisk]:
    stack.stop("kafka")
    with small_disk(stack.folder / "kafka" / "logs") as found:
        stack.start("kafka")
        yield found
        stack.stop("kafka")


@pytest.fixture
def ground(stack: Supervisor, disk: SmallDisk) -> Iterator[Ground]:
    del disk  # only that it is there first
    found = Ground(stack.environment["RAMPART_KAFKA_BOOTSTRAP"], PARTITIONS)
    yield found
    found.leave()


def noisy(first: int) -> list[dict[str, Any]]:
    """The next numbered events, which no compression makes smaller."""
    events = numbered_events(range(first, first + AT_ONCE))
    for event in events:
        event["object_id"] = NOISE.randbytes(NOISE_BYTES // 2).hex()
    return events


@dataclass
class Effects:
    """A handler that is idempotent by event id."""

    numbers: dict[UUID, int] = field(default_factory=dict)

    def __call__(self, events: Sequence[Event]) -> None:
        self.numbers |= {event.event_id: int(event.payload["reason"]) for event in events}


class Sender:
    """Publishes, and remembers what was acknowledged and what was refused."""

    def __init__(self, ground: Ground) -> None:
        self._topic = ground.topic
        self._sink = KafkaEventSink(ground.bootstrap, ground.codec, timeout_s=5)
        self.acknowledged: list[int] = []
        self.refused: list[dict[str, Any]] = []

    def publish(self, events: list[dict[str, Any]]) -> None:
        """One call. Raises EventNotDelivered."""
        self.refused = events
        self._sink.publish(self._topic, events)
        self.acknowledged += [int(event["reason"]) for event in events]

    def publish_on(self) -> None:
        """Until one is not delivered, which it raises."""
        for _ in range(MOST_CALLS):
            self.publish(noisy(len(self.acknowledged)))


def in_log(ground: Ground) -> list[int]:
    values = [item.value for item in ground.lying(ground.topic)]
    return [int(ground.codec.decode(ground.topic, value)["reason"]) for value in values]


def require_all(acknowledged: Collection[int], found: Collection[int]) -> None:
    lost = set(acknowledged) - set(found)
    assert not lost, f"{len(lost)} of {len(acknowledged)} acknowledged events are lost"


def died(stack: Supervisor) -> None:
    eventually(lambda: stack.state.parts["kafka"].word, "dead".__eq__, "the broker gave up")


def test_what_was_acknowledged_is_there_after_room_was_made_and_the_rest_arrives_then(
    stack: Supervisor, disk: SmallDisk, ground: Ground
) -> None:
    effects, sent = Effects(), Sender(ground)
    numbers = effects.numbers
    with ground.at_work(effects):
        sent.publish(noisy(0))
        eventually(lambda: len(numbers), AT_ONCE.__eq__, "the first events")
        disk.fill(LEFT_BYTES)
        with pytest.raises(EventNotDelivered, match=f"of {AT_ONCE} not acknowledged") as refused:
            sent.publish_on()
        assert refused.value.explain().startswith("KAFKA-004")
        assert len(sent.acknowledged) > AT_ONCE  # there was room for some
        died(stack)
        says = eventually(lambda: ground.health.unready, bool, "the consumer says so")
        assert says is not None
        assert says.startswith("KAFKA-007")

        disk.make_room()
        stack.start("kafka")
        require_all(sent.acknowledged, in_log(ground))
        sent.publish(sent.refused)  # again: the same events by their ids, in the log or not
        sent.publish(noisy(len(sent.acknowledged)))
        count = len(sent.acknowledged)
        eventually(lambda: len(numbers), count.__eq__, "every event has its effect")
        eventually(ground.left, (0).__eq__, "nothing is left")

    assert sorted(numbers.values()) == sorted(sent.acknowledged) == [*range(count)]
    health = ground.health
    assert health.handled + health.again >= len(in_log(ground)) >= count
    assert (health.dead, health.aside, health.lost, health.unready) == (0, 0, 0, None)


def test_the_control_a_producer_that_waits_for_no_broker_loses_what_it_took_for_sent(
    stack: Supervisor, disk: SmallDisk, ground: Ground
) -> None:
    believed: list[int] = []

    def report(number: int, error: KafkaError | None, _: Message) -> None:
        if error is None:
            believed.append(number)

    producer = Producer(
        {"bootstrap.servers": ground.bootstrap, "acks": "0", "message.timeout.ms": 5_000}
    )
    disk.fill(LEFT_BYTES)
    for first in range(0, MOST_CALLS * AT_ONCE, AT_ONCE):
        for event in noisy(first):
            number = int(event["reason"])
            producer.produce(
                ground.topic,
                value=ground.codec.encode(ground.topic, event),
                on_delivery=lambda *told, number=number: report(number, *told),
            )
        producer.poll(0)
    producer.flush(30)
    died(stack)
    disk.make_room()
    stack.start("kafka")

    with pytest.raises(AssertionError, match="are lost"):
        require_all(believed, in_log(ground))
