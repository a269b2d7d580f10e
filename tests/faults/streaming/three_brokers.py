"""A secured cluster of three brokers, a topic that all of them have, and numbers to send."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from metamodel.events._contract import Topic
from metamodel.events.codec import Codec
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.kernel.clock import SystemClock
from metamodel.streaming.broker_access import ClientOptions
from ops.stack.running import running_stack
from ops.stack.shape import LOCAL
from ops.stack.supervisor import Supervisor
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.ports.offset_ranges import offsets_between
from tests.contract.principal_access import access
from tests.eventually import eventually

BROKERS = ("kafka_1", "kafka_2", "kafka_3")
ENOUGH_S = 90.0


@contextmanager
def three_brokers() -> Iterator[Supervisor]:
    """A stack of them alone."""
    name = f"faults-three-{os.getpid()}"
    with running_stack(name, ["kafka"], profile=LOCAL, brokers=len(BROKERS)) as running:
        yield running


class Cluster:
    """Three brokers, and a topic that all of them have: requests of one key, unless told else."""

    def __init__(
        self,
        stack: Supervisor,
        topic: str,
        contract: type[Topic] | None = None,
        partitions: int = 1,
    ) -> None:
        self.stack, self.topic = stack, topic
        self.bootstrap = stack.environment["RAMPART_KAFKA_BOOTSTRAP"]
        self.access = access(stack, "admin")
        self.admin = AdminClient({"bootstrap.servers": self.bootstrap, **self.access.options()})
        contract = contract or type("Requests", (PreaggRefresh,), {"name": topic})
        self.codec = Codec({topic: contract}, {topic: 77})
        new = NewTopic(topic, partitions, len(BROKERS))
        for future in self.admin.create_topics([new]).values():
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
        return [name for name in BROKERS if name != self.leader()]

    def in_sync(self) -> None:
        """Wait until every broker has everything."""

        def replicas() -> int:
            found = self.admin.list_topics(self.topic, timeout=20).topics[self.topic].partitions
            return min((len(item.isrs) for item in found.values()), default=0)

        eventually(replicas, len(BROKERS).__eq__, "all replicas in sync")

    def start_all(self) -> None:
        """Bring back who was killed and not started again."""
        for name in BROKERS:
            if self.stack.state.parts[name].word != "ready":
                self.stack.start(name)

    def numbers(self) -> list[int]:
        """What lies in the topic, in order."""
        source = KafkaEventSource(
            self.bootstrap, self.topic, access=self.access, timeout_s=ENOUGH_S
        )
        with source.read(offsets_between({}, dict(source.state().high))) as records:
            values = [record.value for record in records]
        return [int(self.codec.decode(self.topic, value)["reason"]) for value in values]


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
