"""The outbox's contract, on the fake and on Postgres."""

from collections.abc import Iterator

import psycopg
import pytest

from presence_api.adapters.outbox_postgres import PostgresOutbox, insert_of
from presence_api.ports.outbox import OutgoingEvent
from tests.contract.outbox_contract import OutboxContract, OutboxUnderTest
from tests.fakes.outbox import FakeOutbox


class _Fake:
    def __init__(self) -> None:
        self.outbox = FakeOutbox()
        self._open = self.outbox.draw(OutgoingEvent("t", "a", b"", {}))

    def insert(self, *events: OutgoingEvent) -> None:
        self.outbox.insert(*events)

    def insert_late(self, early: OutgoingEvent, late: OutgoingEvent) -> None:
        self._open = self.outbox.draw(early)
        self.outbox.insert(late)

    def commit(self) -> None:
        self.outbox.commit(self._open)

    def end_sessions(self) -> None:
        for session in [*self.outbox.sessions]:
            self.outbox.cut(session)


class _Postgres:
    def __init__(self, url: str, writer: psycopg.Connection[tuple[object, ...]]) -> None:
        self._url, self._writer = url, writer
        self.outbox = PostgresOutbox(url, timeout_s=20)

    def insert(self, *events: OutgoingEvent) -> None:
        with psycopg.connect(self._url) as connection:
            connection.execute(*insert_of(events))

    def insert_late(self, early: OutgoingEvent, late: OutgoingEvent) -> None:
        self._writer.execute(*insert_of([early]))
        self.insert(late)

    def commit(self) -> None:
        self._writer.commit()

    def end_sessions(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity"
                " WHERE application_name = 'rampart outbox relay'"
                " AND datname = current_database()"
            )


class TestFakeOutbox(OutboxContract):
    """In memory."""

    @pytest.fixture(autouse=True)
    def under_test(self) -> OutboxUnderTest:
        return _Fake()


@pytest.mark.integration
class TestPostgresOutbox(OutboxContract):
    """In a database of its own."""

    @pytest.fixture(autouse=True)
    def under_test(self, database_url: str) -> Iterator[OutboxUnderTest]:
        with psycopg.connect(database_url) as writer:
            yield _Postgres(database_url, writer)
