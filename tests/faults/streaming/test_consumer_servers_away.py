"""A consumer whose table, dead-letter topic or room for a large record is away: real ones."""

import random
from collections.abc import Callable, Iterator, Sequence

import psycopg
import pytest
from psycopg import sql

from metamodel.events._contract import FailurePolicy
from metamodel.events.codec import Codec
from metamodel.events.failure_notes import SOURCE, read_note
from metamodel.events.platform_audit_event import PlatformAuditEvent
from metamodel.kernel.clock import SystemClock
from metamodel.kernel.errors import RampartError
from metamodel.streaming.topic_configs import LARGEST_LETTER_BYTES, LARGEST_RECORD
from orchestration.adapters.audit_trail_postgres import PostgresAuditTrail
from orchestration.adapters.consumer_group_kafka import KafkaConsumerGroup
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.adapters.postgres import Postgres
from orchestration.adapters.streaming_admin_kafka import KafkaStreamingAdmin
from orchestration.flows.consume_events import Consumption, Handler
from orchestration.flows.consumed_event import Event
from orchestration.flows.consumer_parts import ConsumerHealth, ConsumerTools, Stages
from orchestration.flows.store_audit_events import store_audit_events
from orchestration.ports.event_source import Record
from orchestration.ports.offset_ranges import offsets_between
from tests.contract.kafka_log import KafkaLog
from tests.eventually import eventually

pytestmark = pytest.mark.faults

NUMBERS, LARGE_BYTES = 50, 2 * 1024 * 1024
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
    """A topic with its companions, and one member that works in this process."""

    def __init__(self, bootstrap: str) -> None:
        main = KafkaLog(bootstrap, 1)
        policy = FailurePolicy(dead_letter=True, retry_after_s=RETRY_AFTER_S)
        contract: type[PlatformAuditEvent] = type(
            "Kept", (PlatformAuditEvent,), {"name": main.topic, "failure": policy}
        )
        self.topic, self.stages = main.topic, Stages(contract, f"{main.topic}.readers")
        self.letter_topic = contract.dead_letter_topic()
        names = (*contract.retry_topics(), self.letter_topic)
        self.logs = {main.topic: main} | {name: KafkaLog(bootstrap, 1, name) for name in names}
        self._bootstrap, self._codec = bootstrap, Codec({main.topic: contract}, {main.topic: 77})
        self.sink = KafkaEventSink(bootstrap, self._codec, timeout_s=20)
        self.health = ConsumerHealth()
        self._groups: list[KafkaConsumerGroup] = []
        self.pauses: list[str] = []  # what the member said of itself, each time it waited
        self.at_pause: Callable[[], None] = lambda: None

    def member(self, handler: Handler) -> Consumption:
        group = KafkaConsumerGroup(self._bootstrap, self.stages.group, self.stages.topics)
        self._groups.append(group)
        sink = KafkaEventSink(self._bootstrap, self._codec, timeout_s=SINK_TIMEOUT_S)
        tools = ConsumerTools(group, sink, self._codec, SystemClock(), self.health)
        return Consumption(self.stages, handler, tools, self._pause)

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

    def take(self, *topics: str) -> None:
        """Let topics take records as large as a dead letter may be."""
        size = {LARGEST_RECORD: str(LARGEST_LETTER_BYTES)}
        KafkaStreamingAdmin(self._bootstrap).set_configs(dict.fromkeys(topics, size))

    def remove(self) -> None:
        # One that is left open waits at the interpreter's end for a broker that is gone by then.
        for group in self._groups:
            group.close()
        for log in self.logs.values():
            log.remove()

    def _pause(self, seconds: float) -> bool:
        if seconds:
            self.pauses.append(self.health.unready or "ready")
            self.at_pause()
        return False


@pytest.fixture
def ground(kafka_bootstrap: str) -> Iterator[Ground]:
    found = Ground(kafka_bootstrap)
    yield found
    found.remove()


class Switch:
    """Lets nobody into a database, and in again."""

    def __init__(self, url: str) -> None:
        server, _, self._name = url.rpartition("/")
        self._server = f"{server}/postgres"

    def set(self, *, open_to_all: bool) -> None:
        with psycopg.connect(self._server, autocommit=True) as admin:
            name, word = sql.Identifier(self._name), sql.Literal(open_to_all)
            admin.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format(name, word))
            if not open_to_all:
                query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
                admin.execute(query, [self._name])


def test_while_postgres_takes_nobody_events_wait_in_retry_topics_and_then_all_arrive(
    ground: Ground, database_url: str
) -> None:
    trail = PostgresAuditTrail(Postgres(database_url, timeout_s=1))
    member = ground.member(lambda events: store_audit_events(events, trail))
    switch = Switch(database_url)
    first_retry = ground.stages.topics[1]
    ground.send(*map(str, range(NUMBERS)))
    switch.set(open_to_all=False)

    def put_aside() -> int:
        member.step()
        return ground.health.aside

    eventually(put_aside, lambda count: count >= NUMBERS, "all events put aside")
    assert len({dict(item.headers)["ce_id"] for item in ground.lying(first_retry)}) == NUMBERS
    switch.set(open_to_all=True)

    def stored() -> list[str]:
        member.step()
        with psycopg.connect(database_url) as connection:
            query = "SELECT reason FROM rampart.audit_event ORDER BY stored_at, source"
            return [row[0] for row in connection.execute(query)]

    rows = eventually(stored, lambda found: len(found) >= NUMBERS, "all events in the table")
    assert sorted(rows, key=int) == [str(number) for number in range(NUMBERS)]
    assert ground.lying(ground.letter_topic) == []


def test_without_its_dead_letter_topic_a_member_says_so_reads_no_further_and_goes_on_after(
    ground: Ground,
) -> None:
    done: list[str] = []

    def handle(events: Sequence[Event]) -> None:
        if any(event.payload["reason"] == "bad" for event in events):
            raise Refused("not this one")
        done.extend(event.payload["reason"] for event in events)

    def bring_back() -> None:
        if len(ground.pauses) == 1:
            ground.send("after")
        else:
            ground.logs[ground.letter_topic]._create(1)

    ground.logs[ground.letter_topic].remove()
    ground.at_pause = bring_back
    ground.send("before", "bad")
    member = ground.member(handle)

    def dead() -> int:
        member.step()
        return ground.health.dead

    eventually(dead, bool, "the dead letter")
    assert len(ground.pauses) == 2
    assert all(words.startswith("KAFKA-004") for words in ground.pauses)
    assert done == ["before"]  # what came meanwhile was not touched

    def all_done() -> list[str]:
        member.step()
        return done

    eventually(all_done, ["before", "after"].__eq__, "what came meanwhile")
    assert ground.health.unready is None
    (letter,) = ground.lying(ground.letter_topic)
    assert dict(letter.headers)[SOURCE].startswith(f"{ground.topic}/0/".encode())


def test_a_record_of_two_megabytes_is_handled_or_buried_whole_where_no_retry_topic_takes_it(
    ground: Ground,
) -> None:
    ground.take(ground.topic, ground.letter_topic)  # the retry topics take less
    fates = {"h": 0, "r": 99}
    done: list[str] = []

    def handle(events: Sequence[Event]) -> None:
        for event in events:
            if fates[event.payload["reason"][0]]:
                raise Away("not now")
        done.extend(event.payload["reason"] for event in events)

    noise = random.Random(7).randbytes(LARGE_BYTES // 2).hex()  # nothing to compress
    ground.send(f"h{noise}", f"r{noise}")
    member = ground.member(handle)

    def dead() -> int:
        member.step()
        return ground.health.dead

    eventually(dead, bool, "the one that no retry topic takes")
    assert done == [f"h{noise}"]
    (letter,) = ground.lying(ground.letter_topic)
    note = read_note(letter.headers)
    assert note is not None
    assert note.fault == "KAFKA-006"
    assert len(letter.value or b"") > LARGE_BYTES
