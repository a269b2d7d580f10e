"""The outbox on real servers: rows become events, and the law holds whatever is killed."""

from collections.abc import Iterator

import psycopg
import pytest

from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from presence_api.adapters.outbox_postgres import insert_of
from presence_api.ports.outbox import OutgoingEvent
from tests.eventually import eventually
from tests.faults.streaming.outbox_ground import Ground, Writer, judge, stack_name

pytestmark = pytest.mark.faults
STOP_S = 5.0


@pytest.fixture(scope="module")
def servers() -> Iterator[Supervisor]:
    with running_stack(stack_name(), components=["kafka", "migrations"]) as stack:
        yield stack


@pytest.fixture
def ground(servers: Supervisor) -> Iterator[Ground]:
    ground = Ground(servers)
    yield ground
    ground.close()


def test_whatever_is_killed_nothing_is_lost_and_each_keys_first_appearances_are_in_row_order(
    ground: Ground,
) -> None:
    ground.start_relay(0)
    ground.start_relay(1)
    eventually(ground.holders, (2).__eq__, "both relays hold shards")
    writers = [Writer(ground.url, ground.log.topic, seed) for seed in range(2)]
    ground.progress(500)
    for number in (0, 1, 0):
        ground.kill_relay(number)
        ground.progress(300)  # the other has taken its shards over
        ground.start_relay(number)
    with ground.broker_frozen():
        ground.backlog(500)
        ground.kill_relay(1)  # with events on their way
    ground.progress(500)
    ground.start_relay(1)
    for _ in range(3):
        ground.end_sessions()
        ground.progress(200)
    for writer in writers:
        writer.stop()
    eventually(ground.waiting, (0).__eq__, "an empty outbox")

    written = {key: rows for writer in writers for key, rows in writer.written.items()}
    appeared = ground.appeared()
    judge(written, appeared)
    assert (ground.stop_relay(0, STOP_S), ground.stop_relay(1, STOP_S)) == (0, 0)


def test_canary_a_relay_that_does_not_wait_for_the_broker_loses_rows(ground: Ground) -> None:
    ground.start_relay(0, "believes-itself")
    eventually(ground.holders, (1).__eq__, "the relay holds shards")
    with ground.broker_frozen():
        with psycopg.connect(ground.url) as connection:
            connection.execute(*insert_of([OutgoingEvent(ground.log.topic, "k", b"1", {})]))
        eventually(ground.waiting, (0).__eq__, "a row deleted that nobody acknowledged")
        ground.kill_relay(0)

    with pytest.raises(AssertionError, match="k: lost"):
        judge({"k": ["1"]}, ground.appeared())


@pytest.mark.parametrize(
    ("appeared", "words"),
    [({}, "lost"), ({"k": ["1"]}, "lost"), ({"k": ["2", "1"]}, "order")],
)
def test_canary_of_the_judge(appeared: dict[str, list[str]], words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        judge({"k": ["1", "2"]}, appeared)


def test_duplicates_break_nothing() -> None:
    judge({"k": ["1", "2"]}, {"k": ["1", "1", "2", "1", "2"]})
