"""A record that is too large is refused by its size, and harms none that was sent with it."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from confluent_kafka import KafkaError, Message, Producer

from metamodel.streaming.topic_configs import LARGEST_RECORD
from orchestration.adapters.streaming_admin_kafka import KafkaStreamingAdmin
from orchestration.flows.consumed_event import Event
from orchestration.ports.event_sink import EventTooLarge
from tests.eventually import eventually
from tests.faults.streaming.consumer_ground import Away, Ground
from tests.faults.streaming.numbered_events import numbered_events

pytestmark = pytest.mark.faults

TWO_MEGABYTES, SMALL_LIMIT, LARGE_FOR_IT = 2 * 1024 * 1024, 20_000, 30_000
OTHERS = 60
NOISE = random.Random(11)


@pytest.fixture
def ground(kafka_bootstrap: str) -> Iterator[Ground]:
    found = Ground(kafka_bootstrap)
    yield found
    found.remove()


def with_a_large_one(size: int, each: int) -> list[dict[str, Any]]:
    """Numbered events of `each` bytes that cannot be compressed, one of `size` in their middle."""
    events = numbered_events(range(OTHERS + 1))
    for number, event in enumerate(events):
        noise = NOISE.randbytes((size if number == OTHERS // 2 else each) // 2).hex()
        event["reason"] = f"{number} {noise}"
    return events


def numbers(ground: Ground) -> Sequence[int]:
    """Of what lies in the topic."""
    values = [item.value for item in ground.lying(ground.topic)]
    return [int(ground.codec.decode(ground.topic, value)["reason"].split()[0]) for value in values]


@pytest.mark.parametrize(
    ("limit", "size", "each"),
    [(None, TWO_MEGABYTES, 200), (SMALL_LIMIT, LARGE_FOR_IT, 400)],
    ids=["of two megabytes", "above the limit of its topic"],
)
def test_it_is_refused_by_its_size_and_all_others_of_the_call_are_there_once(
    ground: Ground, kafka_bootstrap: str, limit: int | None, size: int, each: int
) -> None:
    if limit:
        settings = {ground.topic: {LARGEST_RECORD: str(limit)}}
        KafkaStreamingAdmin(kafka_bootstrap).set_configs(settings)
    events = with_a_large_one(size, each)
    large = events[OTHERS // 2]
    weighs = len(ground.codec.encode(ground.topic, large))

    with pytest.raises(EventTooLarge) as refused:
        ground.sink.publish(ground.topic, events)

    assert weighs > size
    assert f"1 of {OTHERS + 1}" in str(refused.value)
    assert f"{large['event_id']} has {weighs} bytes" in str(refused.value)
    assert sorted(numbers(ground)) == [n for n in range(OTHERS + 1) if n != OTHERS // 2]
    ground.sink.publish(ground.topic, numbered_events([100]))
    assert numbers(ground)[-1] == 100


def test_the_control_a_client_alone_loses_those_that_were_in_its_batch(
    ground: Ground, kafka_bootstrap: str
) -> None:
    """What a plain producer is told of events that alone would be taken."""
    KafkaStreamingAdmin(kafka_bootstrap).set_configs(
        {ground.topic: {LARGEST_RECORD: str(SMALL_LIMIT)}}
    )
    told: list[KafkaError | None] = []

    def reported(error: KafkaError | None, _: Message) -> None:
        told.append(error)

    producer = Producer({"bootstrap.servers": kafka_bootstrap, "linger.ms": 500})
    for event in with_a_large_one(LARGE_FOR_IT, 400):
        value = ground.codec.encode(ground.topic, event)
        producer.produce(ground.topic, value=value, on_delivery=reported)
    assert producer.flush(30) == 0

    refused = [error for error in told if error is not None]
    assert {error.code() for error in refused} == {KafkaError.MSG_SIZE_TOO_LARGE}
    assert len(refused) > 1


def test_a_consumer_that_puts_a_batch_aside_buries_the_large_one_alone(
    ground: Ground, kafka_bootstrap: str
) -> None:
    retry = ground.stages.topics[1]
    KafkaStreamingAdmin(kafka_bootstrap).set_configs({retry: {LARGEST_RECORD: str(SMALL_LIMIT)}})
    done: list[int] = []

    def handle(events: Sequence[Event]) -> None:
        if not events[0].stage:
            raise Away("not now")
        done.extend(int(event.payload["reason"].split()[0]) for event in events)

    ground.sink.publish(ground.topic, with_a_large_one(LARGE_FOR_IT, 400))
    member = ground.member(handle)

    def settled() -> tuple[int, int]:
        member.step()
        return ground.health.handled, ground.health.dead

    eventually(settled, (OTHERS, 1).__eq__, "all others handled, one dead letter")
    (letter,) = ground.lying(ground.letter_topic)
    assert len(letter.value or b"") > LARGE_FOR_IT
    assert sorted(done) == [number for number in range(OTHERS + 1) if number != OTHERS // 2]
