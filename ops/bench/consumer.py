"""CPU of the at-least-once loop beside a bare consumer that decodes the same records."""

import os
import time
from collections.abc import Sequence
from statistics import median

from confluent_kafka import Consumer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from metamodel.events._contract import FailurePolicy
from metamodel.events.codec import Codec
from metamodel.events.platform_audit_event import PlatformAuditEvent
from metamodel.kernel.clock import SystemClock
from ops.stack.running import running_stack
from orchestration.adapters.consumer_group_kafka import KafkaConsumerGroup
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.flows.consume_events import Consumption
from orchestration.flows.consumed_event import Event
from orchestration.flows.consumer_parts import ConsumerTools, Stages

EVENTS, ROUNDS, PARTITIONS = 50_000, 5, 3
GOAL = 0.7
PATIENCE_S = 60
_TOPIC, _SCHEMA_ID = "bench.consumer.v1", 77
_ACTORS = 500


def bench_consumer() -> list[str]:
    """Lines to print; the two kinds of passes alternate, each as a new group."""
    policy = FailurePolicy(dead_letter=True, retry_after_s=(30,))
    contract: type[PlatformAuditEvent] = type(
        "Benched", (PlatformAuditEvent,), {"name": _TOPIC, "failure": policy}
    )
    codec = Codec({_TOPIC: contract}, {_TOPIC: _SCHEMA_ID})
    with running_stack(f"bench-{os.getpid()}", components=["kafka"]) as stack:
        bootstrap = stack.environment["RAMPART_KAFKA_BOOTSTRAP"]
        _create(bootstrap, [_TOPIC, *contract.retry_topics()])
        KafkaEventSink(bootstrap, codec, timeout_s=PATIENCE_S).publish(_TOPIC, _events(contract))
        costs = [
            (
                _bare(bootstrap, codec, number),
                _at_least_once(bootstrap, codec, Stages(contract, f"bench.{number}")),
            )
            for number in range(ROUNDS)
        ]
    peer, ours = median(one for one, _ in costs), median(two for _, two in costs)
    return [
        f"{EVENTS} events consumed, median of {ROUNDS} alternating passes, each a new group",
        f"  consume(500) + decode + commit    {peer:6.3f} CPU-s {EVENTS / peer:9.0f} events/CPU-s",
        "  at least once: decode, order of",
        f"  keys, event ids, commit           {ours:6.3f} CPU-s {EVENTS / ours:9.0f} events/CPU-s",
        f"  ratio {peer / ours:.2f} of the peer's speed by CPU (goal >= {GOAL})",
    ]


def _create(bootstrap: str, topics: Sequence[str]) -> None:
    admin = AdminClient({"bootstrap.servers": bootstrap})
    for future in admin.create_topics([NewTopic(name, PARTITIONS, 1) for name in topics]).values():
        future.result(timeout=PATIENCE_S)


def _events(contract: type[PlatformAuditEvent]) -> list[dict[str, object]]:
    now = SystemClock().now()
    return [
        contract.new(
            now,
            actor=f"actor-{number % _ACTORS}",
            action="number.sent",
            object_kind="number",
            object_id=str(number),
            outcome="SUCCEEDED",
            reason="measuring",
            tenant=None,
            operation_id=None,
        )
        for number in range(EVENTS)
    ]


def _bare(bootstrap: str, codec: Codec, number: int) -> float:
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": f"bench.bare.{number}",
            "group.protocol": "consumer",
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
        }
    )
    consumer.subscribe([_TOPIC])
    consumer.poll(0)
    seen, deadline, began = 0, time.monotonic() + PATIENCE_S, time.process_time()
    while seen < EVENTS and time.monotonic() < deadline:
        messages = consumer.consume(500, timeout=0.5)
        for message in messages:
            codec.decode(_TOPIC, message.value())
        if messages:
            consumer.commit(asynchronous=False)
            seen += len(messages)
    took = time.process_time() - began
    consumer.close()
    _require_all(seen)
    return took


def _at_least_once(bootstrap: str, codec: Codec, stages: Stages) -> float:
    seen = 0

    def handle(events: Sequence[Event]) -> None:
        nonlocal seen
        seen += len(events)

    group = KafkaConsumerGroup(bootstrap, stages.group, stages.topics)
    sink = KafkaEventSink(bootstrap, codec)
    tools = ConsumerTools(group, sink, codec, SystemClock())
    consumption = Consumption(stages, handle, tools, lambda _: False)
    deadline, began = time.monotonic() + PATIENCE_S, time.process_time()
    while seen < EVENTS and time.monotonic() < deadline:
        consumption.step()
    took = time.process_time() - began
    group.close()
    _require_all(seen)
    return took


def _require_all(seen: int) -> None:
    if seen != EVENTS:
        raise RuntimeError(f"{seen} of {EVENTS} events: the passes are not comparable")


if __name__ == "__main__":
    print("\n".join(bench_consumer()))
