"""What is Postgres' own about the outbox; the rest is in its contract."""

import threading

import psycopg
import pytest

from presence_api.adapters.outbox_postgres import MOST_BYTES, PostgresOutbox, insert_of
from presence_api.ports.outbox import OutboxUnavailable, OutgoingEvent, shard_of

KEY = "a"
SHARD = shard_of(KEY)


def event(value: bytes = b"1", key: str = KEY) -> OutgoingEvent:
    return OutgoingEvent("t", key, value, {})


def test_a_database_that_is_away_is_said_to_be() -> None:
    outbox = PostgresOutbox("postgresql://rampart@127.0.0.1:1/none", timeout_s=1)
    with pytest.raises(OutboxUnavailable), outbox.session():
        pass


@pytest.mark.integration
def test_what_a_transaction_took_back_was_never_there(database_url: str) -> None:
    with psycopg.connect(database_url) as writer:
        writer.execute(*insert_of([event()]))
        writer.rollback()
    with PostgresOutbox(database_url).session() as session:
        assert session.read([SHARD], 10) == []


@pytest.mark.integration
def test_large_rows_come_one_by_one(database_url: str) -> None:
    large = b"x" * MOST_BYTES
    with psycopg.connect(database_url) as writer:
        writer.execute(*insert_of([event(large), event(b"2"), event(b"3")]))
    with PostgresOutbox(database_url).session() as session:
        first = session.read([SHARD], 10)
        assert [row.event.value for row in first] == [large]
        session.remove(first)
        assert [row.event.value for row in session.read([SHARD], 10)] == [b"2", b"3"]


@pytest.mark.integration
def test_a_relay_does_not_sleep_while_a_writer_is_not_done(database_url: str) -> None:
    with (
        PostgresOutbox(database_url).session() as session,
        psycopg.connect(database_url) as writer,
    ):
        session.take(SHARD)
        writer.execute(*insert_of([event()]))
        for _ in range(3):  # would be a minute each
            session.wait(60)
            assert session.read([SHARD], 10) == []
        writer.commit()
        session.wait(60)
        assert len(session.read([SHARD], 10)) == 1


@pytest.mark.integration
def test_nobody_is_told_while_nobody_sleeps(database_url: str) -> None:
    with (
        psycopg.connect(database_url, autocommit=True) as listener,
        PostgresOutbox(database_url).session() as session,
        psycopg.connect(database_url) as writer,
    ):
        listener.execute("LISTEN rampart_outbox")
        session.take(SHARD)
        writer.execute(*insert_of([event()]))
        writer.commit()
        assert [*listener.notifies(timeout=0)] == []

        session.remove(session.read([SHARD], 10))
        session.wait(60)
        writer.execute(*insert_of([event()]))
        writer.commit()
        assert len([*listener.notifies(timeout=60, stop_after=1)]) == 1


@pytest.mark.integration
def test_a_sleeper_is_woken_by_the_writer(database_url: str) -> None:
    with PostgresOutbox(database_url).session() as session:
        session.take(SHARD)
        session.wait(60)
        woken = threading.Thread(target=session.wait, args=(60,))
        woken.start()
        with psycopg.connect(database_url) as writer:
            writer.execute(*insert_of([event()]))
        woken.join(30)
        assert not woken.is_alive()
