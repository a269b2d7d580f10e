"""Consumers that die, come and go, on a real broker and a real table: counts, not times."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence

import psycopg
import pytest

from metamodel.events.failure_notes import SOURCE, read_note
from ops.stack.environment import child_environment
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.flows.consumer_parts import Stages
from orchestration.ports.event_sink import Forwarded
from orchestration.ports.event_source import Record
from orchestration.ports.offset_ranges import offsets_between
from tests.contract.kafka_log import KafkaLog
from tests.eventually import eventually
from tests.faults.streaming import mortal_consumer as mortal
from tests.faults.streaming.numbered_events import ACTORS, numbered_events

pytestmark = pytest.mark.faults

NUMBERS, POISON, PARTITIONS = 400, 4, 2
LIMIT_S = 90


class Topic:
    """A topic with its retry topics and its dead letters, and numbered events in it."""

    def __init__(self, bootstrap: str, database_url: str) -> None:
        self.bootstrap, self.database_url = bootstrap, database_url
        main = KafkaLog(bootstrap, PARTITIONS)
        self.stages: Stages = mortal.stages_of(main.topic)
        names = (*self.stages.contract.retry_topics(), self.stages.contract.dead_letter_topic())
        self.logs = [main, *(KafkaLog(bootstrap, PARTITIONS, name) for name in names)]
        self.codec = mortal.codec_of(self.stages)
        self.sink = KafkaEventSink(bootstrap, self.codec)
        with psycopg.connect(database_url) as connection:
            connection.execute(mortal.TABLES)

    def fill(self, numbers: Sequence[int], poison: int = 0) -> None:
        """Numbered events, and records that are none."""
        name = self.stages.contract.name
        self.sink.publish(name, numbered_events(numbers))
        self.sink.forward(
            [Forwarded(name, n % PARTITIONS, b"poison", b"no event", ()) for n in range(poison)]
        )

    def start(self, step: str = "never", count: int = 1) -> "subprocess.Popen[str]":
        """A consumer in a process of its own."""
        where = (self.bootstrap, self.stages.contract.name, self.database_url)
        argv = [sys.executable, "-m", mortal.__name__, *where, step, str(count)]
        return subprocess.Popen(
            argv,
            env=child_environment({}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def work_off(self, numbers: int, poison: int = 0) -> None:
        """Let one work until everything is settled, then tell it to end."""
        child = self.start()
        try:
            eventually(
                lambda: (self.rows("SELECT count(*) FROM effect")[0][0], len(self.letters())),
                lambda seen: seen[0] >= numbers and seen[1] >= poison,
                "everything settled",
            )
        finally:
            child.terminate()
            code = ended(child)
        assert code == 0

    def rows(self, statement: str) -> list[tuple[int, ...]]:
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(statement).fetchall()

    def letters(self) -> Sequence[Record]:
        source = self.logs[-1].source
        with source.read(offsets_between({}, dict(source.state().high))) as records:
            return list(records)

    def remove(self) -> None:
        for log in self.logs:
            log.remove()


@pytest.fixture
def topic(kafka_bootstrap: str, database_url: str) -> Iterator[Topic]:
    found = Topic(kafka_bootstrap, database_url)
    yield found
    found.remove()


def ended(child: "subprocess.Popen[str]") -> int:
    """Wait for a consumer; what it said is shown if the test fails."""
    said, _ = child.communicate(timeout=LIMIT_S)
    sys.stdout.write(said)
    return child.returncode


def require_all_settled(topic: Topic, numbers: int, poison: int) -> None:
    """Sum in = effects + dead letters; no effect twice; of one key the order of the log."""
    assert topic.rows("SELECT count(*), count(DISTINCT number) FROM effect") == [(numbers, numbers)]
    sources = {dict(letter.headers)[SOURCE] for letter in topic.letters()}
    assert len(sources) == poison
    for actor in range(ACTORS):
        rows = topic.rows(f"SELECT number FROM effect WHERE actor = 'actor-{actor}' ORDER BY seq")
        assert rows == sorted(rows)


def test_killed_at_each_step_of_its_loop_it_loses_nothing_and_doubles_no_effect(
    topic: Topic,
) -> None:
    topic.fill(range(NUMBERS), POISON)
    for step in mortal.STEPS:
        assert ended(topic.start(step)) == -signal.SIGKILL, step
    topic.work_off(NUMBERS, POISON)
    require_all_settled(topic, NUMBERS, POISON)
    # The control: who takes every delivery for a new event counts too many.
    ((careless,),) = topic.rows("SELECT count(*) FROM careless_effect")
    assert careless > NUMBERS


def test_members_that_come_and_go_settle_each_event_once(topic: Topic) -> None:
    topic.fill(range(NUMBERS))
    members = [topic.start() for _ in range(2)]
    for round_number in range(3):
        topic.fill(range(NUMBERS * (round_number + 1), NUMBERS * (round_number + 2)))
        first = NUMBERS * round_number
        eventually(
            lambda low=first: topic.rows(f"SELECT count(*) FROM effect WHERE number >= {low}"),  # type: ignore[misc]
            lambda rows: rows[0][0] > 0,
            "effects of the newest events",
        )
        members.append(topic.start())
        going = members.pop(0)
        going.send_signal(signal.SIGKILL if round_number % 2 else signal.SIGTERM)
        ended(going)
    topic.work_off(NUMBERS * 4)
    for member in members:
        member.terminate()
        assert ended(member) == 0
    require_all_settled(topic, NUMBERS * 4, 0)


def test_a_dead_letter_says_where_it_came_from_and_keeps_its_bytes(topic: Topic) -> None:
    topic.fill([], 1)
    topic.work_off(0, 1)
    (letter,) = topic.letters()
    note = read_note(letter.headers)
    assert note is not None
    assert (note.topic, note.offset, note.attempts) == (topic.stages.contract.name, 0, 1)
    assert note.fault == "EVT-001"
    assert (letter.key, letter.value) == (b"poison", b"no event")
