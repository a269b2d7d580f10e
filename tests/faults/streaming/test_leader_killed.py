"""A broker that leads dies while events are sent: what was acknowledged is there afterwards.

That the check can fail is shown by a sender that waits for the leader alone.
"""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from metamodel.events.codec import Codec
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.kernel.clock import SystemClock
from metamodel.streaming.broker_access import ClientOptions
from ops.stack.running import running_stack
from ops.stack.shape import LOCAL
from ops.stack.supervisor import Supervisor
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.ports.event_sink import EventNotDelivered
from orchestration.ports.offset_ranges import offsets_between
from tests.contract.kafka_log import fresh_topic_name
from tests.contract.principal_access import access
from tests.eventually import eventually

pytestmark = pytest.mark.faults

EVENTS, AT_ONCE = 5_000, 10
ENOUGH_S = 90.0
LEADER_ALONE: ClientOptions = {"acks": "1", "enable.idempotence": False}


class Cluster:
    """Three brokers, and a topic of one partition that all of them have."""

    def __init__(self, stack: Supervisor, topic: str) -> None:
        self.stack, self.topic = stack, topic
        self.bootstrap = stack.environment["RAMPART_KAFKA_BOOTSTRAP"]
        self.access = access(stack, "admin")
        self.admin = AdminClient({"bootstrap.servers": self.bootstrap, **self.access.options()})
        contract = type("Requests", (PreaggRefresh,), {"name": topic})
        self.codec = Codec({topic: contract}, {topic: 77})
        for future in self.admin.create_topics([NewTopic(topic, 1, 3)]).values():
            future.result(30)
        self.in_sync()

    def sink(
        self, *, timeout_s: float = ENOUGH_S, client_options: ClientOptions | None = None
    ) -> KafkaEventSink:
        return KafkaEventSink(
            self.bootstrap,
            self.codec,
            access=self.access,
            timeout_s=timeout_s,
            client_options=client_options,
        )

    def leader(self) -> str:
        partition = self.admin.list_topics(self.topic, timeout=20).topics[self.topic].partitions[0]
        return f"kafka_{partition.leader}"

    def followers(self) -> list[str]:
        return [name for name in ("kafka_1", "kafka_2", "kafka_3") if name != self.leader()]

    def in_sync(self) -> None:
        """Wait until every broker has everything."""

        def replicas() -> int:
            found = self.admin.list_topics(self.topic, timeout=20).topics[self.topic].partitions
            return len(found[0].isrs) if found else 0

        eventually(replicas, lambda number: number == 3, "all replicas in sync")

    def numbers(self) -> list[int]:
        """What lies in the topic, in order."""
        source = KafkaEventSource(
            self.bootstrap, self.topic, access=self.access, timeout_s=ENOUGH_S
        )
        with source.read(offsets_between({}, dict(source.state().high))) as records:
            values = [record.value for record in records]
        return [int(self.codec.decode(self.topic, value)["reason"]) for value in values]


@pytest.fixture(scope="module")
def stack() -> Iterator[Supervisor]:
    name = f"faults-three-{os.getpid()}"
    with running_stack(name, ["kafka"], profile=LOCAL, brokers=3) as running:
        yield running


@pytest.fixture
def cluster(stack: Supervisor) -> Iterator[Cluster]:
    yield Cluster(stack, fresh_topic_name())
    for name in ("kafka_1", "kafka_2", "kafka_3"):
        if stack.state.parts[name].word != "ready":
            stack.start(name)


def numbered(first: int, count: int) -> list[dict[str, Any]]:
    now = SystemClock().now()
    return [
        PreaggRefresh.new(
            now,
            cube="orders",
            pre_aggregation="by_day",
            range_start=None,
            range_end=None,
            requested_by="test",
            reason=str(number),
        )
        for number in range(first, first + count)
    ]


@pytest.mark.timeout(300)
def test_nothing_that_was_sent_is_lost_when_its_leader_is_killed(cluster: Cluster) -> None:
    sink, sent, begun = cluster.sink(), [], threading.Event()

    def send_all() -> None:
        for first in range(0, EVENTS, AT_ONCE):
            sink.publish(cluster.topic, numbered(first, AT_ONCE))
            sent.append(first)
            if first >= EVENTS // 10:
                begun.set()

    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(send_all)
        assert begun.wait(ENOUGH_S)
        killed = cluster.leader()
        cluster.stack.kill(killed, signal.SIGKILL)
        before = len(sent)
        sending.result(ENOUGH_S)
    assert before < EVENTS // AT_ONCE  # it died in the middle
    assert cluster.leader() != killed
    assert set(cluster.numbers()) == set(range(EVENTS))
    cluster.stack.start(killed)
    cluster.in_sync()


@pytest.mark.timeout(300)
def test_a_sender_that_waits_for_the_leader_alone_loses_what_it_was_promised(
    cluster: Cluster,
) -> None:
    sink = cluster.sink(client_options=LEADER_ALONE)
    sink.publish(cluster.topic, numbered(0, 100))
    leader, followers = cluster.leader(), cluster.followers()
    eventually(lambda: len(cluster.numbers()), lambda found: found == 100, "the first hundred")
    with frozen(cluster.stack, followers):
        # A fetch that waits at the leader is answered by the first of them, frozen or not.
        sink.publish(cluster.topic, numbered(100, 10))
        sink.publish(cluster.topic, numbered(110, 390))  # acknowledged, and had by nobody else
        cluster.stack.kill(leader, signal.SIGKILL)
    eventually(cluster.leader, lambda name: name in followers, "another leader")
    found = set(cluster.numbers())
    assert found >= set(range(100))
    assert found.isdisjoint(range(110, 500))


@pytest.mark.timeout(300)
def test_our_sink_is_promised_nothing_that_only_the_leader_has(cluster: Cluster) -> None:
    sink = cluster.sink(timeout_s=5)
    sink.publish(cluster.topic, numbered(0, 100))
    leader, followers = cluster.leader(), cluster.followers()
    with frozen(cluster.stack, followers):
        with pytest.raises(EventNotDelivered):
            sink.publish(cluster.topic, numbered(100, 400))
        cluster.stack.kill(leader, signal.SIGKILL)
    eventually(cluster.leader, lambda name: name in followers, "another leader")
    cluster.sink().publish(cluster.topic, numbered(500, 10))
    found = cluster.numbers()
    assert set(found) >= {*range(100), *range(500, 510)}


@contextmanager
def frozen(stack: Supervisor, names: list[str]) -> Iterator[None]:
    """Processes that do nothing inside, and go on after it."""
    for name in names:
        stack.kill(name, signal.SIGSTOP)
    try:
        yield
    finally:
        for name in names:
            stack.kill(name, signal.SIGCONT)
