"""A broker that leads dies while events are sent: what was acknowledged is there afterwards.

That the check can fail is shown by a sender that waits for the leader alone.
"""

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from metamodel.streaming.broker_access import ClientOptions
from ops.stack.supervisor import Supervisor
from orchestration.ports.event_sink import EventNotDelivered
from tests.contract.kafka_log import fresh_topic_name
from tests.eventually import eventually
from tests.faults.streaming.three_brokers import ENOUGH_S, Cluster, numbered, three_brokers

pytestmark = pytest.mark.faults

EVENTS, AT_ONCE = 5_000, 10
LEADER_ALONE: ClientOptions = {"acks": "1", "enable.idempotence": False}


@pytest.fixture(scope="module")
def stack() -> Iterator[Supervisor]:
    with three_brokers() as running:
        yield running


@pytest.fixture
def cluster(stack: Supervisor) -> Iterator[Cluster]:
    found = Cluster(stack, fresh_topic_name())
    yield found
    found.start_all()


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
        # A fetch that waits at the leader is answered by the first of them, frozen or not. The
        # answer is made a moment after the acknowledgement, and holds whatever is there then.
        for number in range(100, 110):
            sink.publish(cluster.topic, numbered(number, 1))
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
