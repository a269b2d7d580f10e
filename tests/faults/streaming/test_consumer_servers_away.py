"""A consumer whose table, dead-letter topic or room for a large record is away: real ones."""

import random
from collections.abc import Iterator, Sequence

import psycopg
import pytest
from psycopg import sql

from metamodel.events.failure_notes import SOURCE, read_note
from orchestration.adapters.audit_trail_postgres import PostgresAuditTrail
from orchestration.adapters.postgres import Postgres
from orchestration.flows.consumed_event import Event
from orchestration.flows.store_audit_events import store_audit_events
from tests.eventually import eventually
from tests.faults.streaming.consumer_ground import Away, Ground, Refused

pytestmark = pytest.mark.faults

NUMBERS, LARGE_BYTES = 50, 2 * 1024 * 1024


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
