"""Brokers and consumers die while fifty thousand events pass: all arrive, each has one effect."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from ops.stack.environment import child_environment
from tests.contract.kafka_log import fresh_topic_name
from tests.eventually import eventually
from tests.faults.streaming import counting_consumer as counting
from tests.faults.streaming.mortal_consumer import AFTER_HANDLER
from tests.faults.streaming.numbered_events import ACTORS, numbered_events
from tests.faults.streaming.three_brokers import ENOUGH_S, Cluster, three_brokers

pytestmark = pytest.mark.faults

EVENTS, AT_ONCE, PARTITIONS = 50_000, 100, 3
DIES_AFTER_BATCHES = (5, 15)  # of one consumer, then of the next
LIMIT_S = 240.0


class Sender:
    """Sends numbers in order, in calls of a hundred, as far as it is allowed to."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster, self._sink = cluster, cluster.sink()
        self._changed, self._allowed = threading.Condition(), 0
        self.acknowledged = 0
        self._error: BaseException | None = None

    def run(self) -> None:
        """Until all are acknowledged, or one call fails."""
        try:
            self._run()
        except BaseException as error:
            self._error = error
            raise

    def _run(self) -> None:
        for first in range(0, EVENTS, AT_ONCE):
            with self._changed:
                self._changed.wait_for(lambda: first < self._allowed, LIMIT_S)  # noqa: B023
            events = numbered_events(range(first, first + AT_ONCE))
            self._sink.publish(self._cluster.topic, events)
            self.acknowledged = first + AT_ONCE

    def allow(self, number: int) -> None:
        """So many in all, and no more."""
        with self._changed:
            self._allowed = number
            self._changed.notify_all()

    def reach(self, number: int) -> None:
        """Wait until so many are acknowledged."""
        eventually(self._look, number.__le__, f"{number} acknowledged")

    def _look(self) -> int:
        if self._error:
            raise self._error
        return self.acknowledged


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    topic = fresh_topic_name()
    with three_brokers() as stack:
        yield Cluster(stack, topic, counting.stages_of(topic).contract, PARTITIONS)


def start_consumer(
    cluster: Cluster, database_url: str, step: str = "never", count: int = 1
) -> "subprocess.Popen[str]":
    """In a process of its own, let in as the administrator: the topic is in no declaration."""
    access = cluster.access
    where = {
        "RAMPART_KAFKA_BOOTSTRAP": cluster.bootstrap,
        "RAMPART_KAFKA_SECURITY_PROTOCOL": access.security_protocol,
        "RAMPART_KAFKA_USER": access.user,
        "RAMPART_KAFKA_PASSWORD_FILE": str(access.password_file),
        "RAMPART_KAFKA_CA_FILE": str(access.ca_file),
    }
    argv = [sys.executable, "-m", counting.__name__, cluster.topic, database_url, step, str(count)]
    return subprocess.Popen(
        argv,
        env=child_environment(where),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def ended(child: "subprocess.Popen[str]") -> int:
    """Wait for a consumer; what it said is shown if the test fails."""
    said, _ = child.communicate(timeout=LIMIT_S)
    sys.stdout.write(said)
    return child.returncode


def rows(database_url: str, statement: str) -> list[tuple[int, ...]]:
    with psycopg.connect(database_url) as connection:
        return connection.execute(statement).fetchall()


def kill_while_sending(cluster: Cluster, sender: Sender, broker: str, upto: int) -> None:
    """Kill one in the middle of a stretch; the rest of it is acknowledged by those that live."""
    begin = sender.acknowledged
    sender.allow(upto)
    sender.reach((begin + upto) // 2)
    cluster.stack.kill(broker, signal.SIGKILL)
    assert sender.acknowledged < upto  # it died in the middle
    sender.reach(upto)
    assert cluster.stack.state.parts[broker].word == "dead"
    cluster.stack.start(broker)
    cluster.in_sync()


@pytest.mark.timeout(600)
def test_fifty_thousand_events_survive_killed_brokers_and_consumers_and_count_once(
    cluster: Cluster, database_url: str
) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute(counting.TABLES)
    sender = Sender(cluster)

    def consume_until_killed_twice() -> list[int]:
        return [
            ended(start_consumer(cluster, database_url, AFTER_HANDLER, batches))
            for batches in DIES_AFTER_BATCHES
        ]

    with ThreadPoolExecutor(2) as pool:
        sending, consuming = pool.submit(sender.run), pool.submit(consume_until_killed_twice)
        try:
            kill_while_sending(cluster, sender, cluster.followers()[0], EVENTS // 3)
            kill_while_sending(cluster, sender, cluster.leader(), EVENTS * 2 // 3)
        finally:
            sender.allow(EVENTS)
        sending.result(ENOUGH_S)
        assert consuming.result(LIMIT_S) == [-signal.SIGKILL] * len(DIES_AFTER_BATCHES)
    last = start_consumer(cluster, database_url)
    try:
        eventually(
            lambda: rows(database_url, "SELECT count(*) FROM effect")[0][0],
            EVENTS.__le__,
            "every event has its effect",
        )
    finally:
        last.terminate()
        code = ended(last)
    assert code == 0

    assert sorted(cluster.numbers()) == [*range(EVENTS)]  # nor does the log hold one twice
    found = rows(
        database_url,
        "SELECT count(*), count(DISTINCT number), min(number), max(number) FROM effect",
    )
    assert found == [(EVENTS, EVENTS, 0, EVENTS - 1)]
    for actor in range(ACTORS):
        of_one = f"SELECT number FROM effect WHERE actor = 'actor-{actor}' ORDER BY seq"
        numbers = rows(database_url, of_one)
        assert numbers == sorted(numbers)
    # The control: who takes every delivery for a new event counts too many.
    assert rows(database_url, "SELECT count(*) FROM careless_effect")[0][0] > EVENTS
