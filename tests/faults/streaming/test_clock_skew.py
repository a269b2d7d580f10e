"""Machines whose clocks are an hour ahead or behind: nothing is lost, doubled, or waits for ever.

Waits in the outbox and in the ledger are counted by the database's clock; in retry topics by that
of whoever put a record there, so a reader takes its word for no longer than the stage lets wait.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import psycopg
import pytest

from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from orchestration.adapters.ledger_postgres import PostgresLedger
from orchestration.adapters.postgres import Postgres
from orchestration.flows.consumed_event import Event
from orchestration.flows.consumer_parts import Stages
from tests.eventually import eventually
from tests.faults.streaming import outbox_ground
from tests.faults.streaming.consumer_ground import Away, Ground
from tests.faults.streaming.numbered_events import ACTORS, numbered_events
from tests.faults.streaming.shifted_clock import ShiftedClock

pytestmark = pytest.mark.faults

HOUR_S, EVENTS, FAR_BELOW_AN_HOUR_S = 3600, 40, 10.0
RIGHT, AHEAD, BEHIND = 0, HOUR_S, -HOUR_S


@pytest.fixture
def ground(kafka_bootstrap: str) -> Iterator[Ground]:
    found = Ground(kafka_bootstrap, 2)
    yield found
    found.remove()


class Handler:
    """Fails once for each event, in passing; counts what it handled."""

    def __init__(self) -> None:
        self.done: list[int] = []

    def __call__(self, events: Sequence[Event]) -> None:
        if any(not event.stage for event in events):
            raise Away("not now")
        self.done += [int(event.payload["reason"]) for event in events]


def put_aside(ground: Ground, handler: Handler, shift_s: int) -> None:
    """By a member with that clock, which then leaves."""
    member = ground.member(handler, ShiftedClock(shift_s))

    def aside() -> int:
        member.step()
        return ground.health.aside

    eventually(aside, EVENTS.__le__, "everything was put aside")
    ground.leave()


@pytest.mark.parametrize(
    ("writer", "reader"),
    [(AHEAD, RIGHT), (RIGHT, BEHIND), (AHEAD, BEHIND), (BEHIND, AHEAD), (RIGHT, AHEAD)],
    ids=["writer ahead", "reader behind", "two hours apart", "two hours early", "reader ahead"],
)
def test_what_one_member_put_aside_another_handles_once_in_order_whatever_their_clocks(
    ground: Ground, writer: int, reader: int
) -> None:
    ground.sink.publish(ground.topic, numbered_events(range(EVENTS)))
    handler = Handler()
    put_aside(ground, handler, writer)
    early = len(handler.done)

    member = ground.member(handler, ShiftedClock(reader))

    def left() -> int:
        member.step()
        return ground.left()

    eventually(left, (0).__eq__, "nothing waits any more")
    assert early == 0
    assert Counter(handler.done) == Counter(range(EVENTS))
    assert ground.lying(ground.letter_topic) == []
    for actor in range(ACTORS):
        of_one = [number for number in handler.done if number % ACTORS == actor]
        assert of_one == sorted(of_one)


def test_canary_a_reader_that_takes_the_word_of_a_clock_that_is_ahead_waits_on(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground.sink.publish(ground.topic, numbered_events(range(EVENTS)))
    handler = Handler()
    put_aside(ground, handler, AHEAD)
    monkeypatch.setattr(Stages, "wait_s", lambda *_: float("inf"))
    member = ground.member(handler)

    def left() -> int:
        member.step()
        return ground.left()

    with pytest.raises(AssertionError, match=f"last seen: {EVENTS}"):
        eventually(left, (0).__eq__, "not in this hour", timeout_s=FAR_BELOW_AN_HOUR_S)


@pytest.fixture(scope="module")
def servers() -> Iterator[Supervisor]:
    name = f"{outbox_ground.stack_name()}-skew"
    with running_stack(name, components=["kafka", "migrations"]) as stack:
        yield stack


@pytest.fixture
def outbox(servers: Supervisor) -> Iterator[outbox_ground.Ground]:
    ground = outbox_ground.Ground(servers)
    yield ground
    ground.close()


def test_relays_two_hours_apart_share_the_outbox_and_keep_its_law(
    outbox: outbox_ground.Ground,
) -> None:
    outbox.start_relay(0, shift_s=AHEAD)
    outbox.start_relay(1, shift_s=BEHIND)
    eventually(outbox.holders, (2).__eq__, "both relays hold shards")
    writer = outbox_ground.Writer(outbox.url, outbox.log.topic, 5)
    outbox.progress(300)
    outbox.kill_relay(0)  # the other takes its shards over: no clock says when
    outbox.progress(200)
    outbox.start_relay(0, shift_s=AHEAD)
    outbox.progress(200)
    writer.stop()
    eventually(outbox.waiting, (0).__eq__, "an empty outbox")
    outbox_ground.judge(writer.written, outbox.appeared())


def test_what_is_due_in_the_ledger_the_database_says(outbox: outbox_ground.Ground) -> None:
    query = "SELECT clock_timestamp()"
    with psycopg.connect(outbox.url) as connection:
        before = connection.execute(query).fetchall()[0][0]
        now = PostgresLedger(Postgres(outbox.url), lease_s=60).now()
        after = connection.execute(query).fetchall()[0][0]
    assert before <= now <= after
