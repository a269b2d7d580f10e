"""The contract of parked rows, on the fake and on Postgres."""

import psycopg
import pytest

from presence_api.adapters.outbox_postgres import PostgresOutbox, insert_of
from presence_api.adapters.parked_rows_postgres import PostgresParkedRows
from presence_api.ports.outbox import OutgoingEvent
from tests.contract.parked_rows_contract import ParkedRowsContract, ParkedUnderTest
from tests.fakes.outbox import FakeOutbox
from tests.fakes.parked_rows import FakeParkedRows


class _Fake:
    def __init__(self) -> None:
        self.outbox = FakeOutbox()
        self.operator = FakeParkedRows(self.outbox)

    def insert(self, *events: OutgoingEvent) -> None:
        self.outbox.insert(*events)


class _Postgres:
    def __init__(self, url: str) -> None:
        self._url = url
        self.outbox, self.operator = PostgresOutbox(url, timeout_s=20), PostgresParkedRows(url)

    def insert(self, *events: OutgoingEvent) -> None:
        with psycopg.connect(self._url) as connection:
            connection.execute(*insert_of(events))


class TestFakeParkedRows(ParkedRowsContract):
    """In memory."""

    @pytest.fixture
    def under_test(self) -> ParkedUnderTest:
        return _Fake()


@pytest.mark.integration
class TestPostgresParkedRows(ParkedRowsContract):
    """In a database of its own."""

    @pytest.fixture
    def under_test(self, database_url: str) -> ParkedUnderTest:
        return _Postgres(database_url)
