"""A topic with retries and dead letters on a real broker, and members of its group, in process."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from metamodel.events._contract import FailurePolicy
from metamodel.events.codec import Codec
from metamodel.kernel.clock import Clock, SystemClock
from metamodel.kernel.errors import RampartError
from metamodel.streaming.topic_configs import LARGEST_LETTER_BYTES, LARGEST_RECORD
from orchestration.adapters.consumer_group_kafka import KafkaConsumerGroup
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.adapters.group_positions_kafka import KafkaGroupPositions
from orchestration.adapters.streaming_admin_kafka import KafkaStreamingAdmin
from orchestration.flows.consume_events import Consumption, Handler
from orchestration.flows.consumer_parts import ConsumerHealth, ConsumerTools, Stages
from orchestration.ports.consumer_group import Place
from orchestration.ports.event_source import Record
from orchestration.ports.offset_ranges import offsets_between
from tests.contract.kafka_log import KafkaLog
from tests.faults.streaming.numbered_events import numbered_contract

RETRY_AFTER_S = (2, 20)  # the second is for a machine that sleeps through the first
SINK_TIMEOUT_S = 3  # how long a dead-letter topic that is not there is waited for


class Away(RampartError):
    """May pass."""

    code = "TST-020"
    retryable = True


class Refused(RampartError):
    """Never passes."""

    code = "TST-021"


class Ground:
    """A topic with its companions, and members that work in this process."""

    def __init__(
        self,
        bootstrap: str,
        partitions: int = 1,
        retry_after_s: tuple[int, ...] = RETRY_AFTER_S,
    ) -> None:
        main = KafkaLog(bootstrap, partitions)
        policy = FailurePolicy(dead_letter=True, retry_after_s=retry_after_s)
        contract = numbered_contract(main.topic, policy)
        self.topic, self.stages = main.topic, Stages(contract, f"{main.topic}.readers")
        self.letter_topic = contract.dead_letter_topic()
        names = (*contract.retry_topics(), self.letter_topic)
        self.logs = {main.topic: main} | {
            name: KafkaLog(bootstrap, partitions, name) for name in names
        }
        self.bootstrap, self.codec = bootstrap, Codec({main.topic: contract}, {main.topic: 77})
        self.sink = KafkaEventSink(bootstrap, self.codec, timeout_s=20)
        self.health = ConsumerHealth()
        self._groups: list[KafkaConsumerGroup] = []
        self.pauses: list[str] = []  # what the member said of itself, each time it waited
        self.at_pause: Callable[[], None] = lambda: None

    def member(self, handler: Handler, clock: Clock | None = None) -> Consumption:
        """One of the group, which works whenever the test says `step`, and waits for nothing."""
        group = self._group()
        self._groups.append(group)
        return Consumption(self.stages, handler, self._tools(group, clock), self._pause)

    @contextmanager
    def at_work(self, handler: Handler, clock: Clock | None = None) -> Iterator[None]:
        """One of the group that works by itself, in a thread, until it is told to end."""
        told = threading.Event()
        tools = self._tools(self._group(), clock)
        member = Consumption(self.stages, handler, tools, told.wait)
        with ThreadPoolExecutor(1) as pool:
            working = pool.submit(member.run)
            try:
                yield
            finally:
                told.set()
            working.result()

    def _group(self) -> KafkaConsumerGroup:
        return KafkaConsumerGroup(self.bootstrap, self.stages.group, self.stages.topics)

    def _tools(self, group: KafkaConsumerGroup, clock: Clock | None) -> ConsumerTools:
        sink = KafkaEventSink(self.bootstrap, self.codec, timeout_s=SINK_TIMEOUT_S)
        return ConsumerTools(group, sink, self.codec, clock or SystemClock(), self.health)

    def send(self, *reasons: str) -> None:
        event = self.stages.contract.new
        words = {"actor": "a", "action": "n.sent", "object_kind": "n", "outcome": "SUCCEEDED"}
        none = {"tenant": None, "operation_id": None}
        events = [
            event(SystemClock().now(), object_id=str(n), reason=reason, **words, **none)
            for n, reason in enumerate(reasons)
        ]
        self.sink.publish(self.topic, events)

    def lying(self, topic: str) -> Sequence[Record]:
        source = self.logs[topic].source
        with source.read(offsets_between({}, dict(source.state().high))) as records:
            return list(records)

    def unsettled(self, topic: str) -> Sequence[Record]:
        """What lies there that the group has not settled."""
        places = [Place(topic, number) for number in self.logs[topic].source.state().high]
        groups = KafkaGroupPositions(self.bootstrap)
        found = groups.positions(self.stages.group, places)
        settled = {place.partition: offset for place, offset in found.items()}
        return [item for item in self.lying(topic) if item.offset >= settled.get(item.partition, 0)]

    def left(self) -> int:
        """How much the group has not settled, of the topic and its retry topics."""
        return sum(len(self.unsettled(topic)) for topic in self.stages.topics)

    def leave(self) -> None:
        """Every member leaves the group."""
        for group in self._groups:
            group.close()
        self._groups.clear()

    def take(self, *topics: str) -> None:
        """Let topics take records as large as a dead letter may be."""
        size = {LARGEST_RECORD: str(LARGEST_LETTER_BYTES)}
        KafkaStreamingAdmin(self.bootstrap).set_configs(dict.fromkeys(topics, size))

    def remove(self) -> None:
        # One that is left open waits at the interpreter's end for a broker that is gone by then.
        self.leave()
        for log in self.logs.values():
            log.remove()

    def _pause(self, seconds: float) -> bool:
        if seconds:
            self.pauses.append(self.health.unready or "ready")
            self.at_pause()
        return False
